import type { Db } from "@retake/db";
import { EPISODE_TABLES, VISIBLE_EPISODE } from "../../catalogue/episode-columns.ts";
import { putNode, removeNode, type GraphNodes, type GraphRow } from "./graph-nodes.ts";

/** Rows of one query: some megabytes. */
const BATCH = 5_000;

/** One map for the whole graph: similarities of two do not compare. */
const TABLES = `(select case when exists (select 1 from "MapPoint" m where m."workspaceId" = $1 and m."kind" = 'motion') then 'motion' else 'text' end as "kind") k
  cross join (${EPISODE_TABLES}) left join "MapPoint" p on p."episodeId" = e."id" and p."kind" = k."kind"`;

/** A row's `xmin` is another after every write of it. */
const STAMP = `concat_ws('/', e."xmin"::text, coalesce(d."xmin"::text, ''), coalesce(p."xmin"::text, ''), k."kind")`;

const COLUMNS = `e."id", e."sessionId", ${STAMP} as "stamp", coalesce(d."name" || ' #' || e."episodeIndex", e."sessionId") as "label", e."outcome",
  e."totalReward" as "reward", e."umapX" as "x", e."umapY" as "y", p."neighbours",
  to_char(e."createdAt" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt"`;

const PAGE = `select ${COLUMNS} from ${TABLES} where ${VISIBLE_EPISODE} and e."createdAt" <= $2 and (e."createdAt" < $2 or e."sessionId" > $3)
  order by e."createdAt" desc, e."sessionId" limit ${BATCH}`;
const BY_ID = `select ${COLUMNS} from ${TABLES} where ${VISIBLE_EPISODE} and e."id" = any($2)`;
const BY_NAME = `select ${COLUMNS} from ${TABLES} where ${VISIBLE_EPISODE} and e."sessionId" = any($2)`;
const STAMPS = `select e."id", ${STAMP} as "stamp" from ${TABLES} where ${VISIBLE_EPISODE}`;

/** All episodes, some thousands at a time. */
export async function readNodes(db: Db, workspaceId: string, nodes: GraphNodes): Promise<void> {
  let last: GraphRow | undefined;
  for (;;) {
    const values = [workspaceId, last?.createdAt ?? "infinity", last?.sessionId ?? ""];
    const { rows } = await db.pool.query<GraphRow>({ name: "graph-page", text: PAGE, values });
    for (const row of rows) putNode(nodes, row);
    last = rows.at(-1);
    if (rows.length < BATCH) return;
  }
}

/** Brings all nodes up to what is stored now; reads those that changed. @returns whether any did */
export async function refreshNodes(db: Db, workspaceId: string, nodes: GraphNodes): Promise<boolean> {
  const { rows } = await db.pool.query<{ id: string; stamp: string }>({
    name: "graph-stamps",
    text: STAMPS,
    values: [workspaceId],
  });
  const there = new Set<string>();
  const changed: string[] = [];
  for (const { id, stamp } of rows) {
    there.add(id);
    const at = nodes.numberOf.get(id);
    if (at === undefined || nodes.stamps[at] !== stamp) changed.push(id);
  }
  const gone = nodes.ids.filter((id, at) => nodes.stamps[at] !== null && !there.has(id));
  for (const id of gone) removeNode(nodes, id);
  for (let from = 0; from < changed.length; from += BATCH) {
    const ids = changed.slice(from, from + BATCH);
    const found = await db.pool.query<GraphRow>({
      name: "graph-ids",
      text: BY_ID,
      values: [workspaceId, ids],
    });
    for (const row of found.rows) putNode(nodes, row);
  }
  return changed.length + gone.length > 0;
}

/** The same for some, by their public names. @returns false where another map is the graph's now: all nodes are to be read */
export async function refreshSome(
  db: Db,
  workspaceId: string,
  nodes: GraphNodes,
  sessionIds: ReadonlySet<string>,
): Promise<boolean> {
  const values = [workspaceId, [...sessionIds]];
  const { rows } = await db.pool.query<GraphRow>({ name: "graph-names", text: BY_NAME, values });
  const kindBefore = kindOf(nodes.stamps.find((stamp) => stamp !== null));
  const found = new Set(rows.map(({ id }) => id));
  const named = nodes.ids.filter((_, at) => sessionIds.has(nodes.sessionIds[at] ?? ""));
  for (const id of named) if (!found.has(id)) removeNode(nodes, id);
  for (const row of rows) putNode(nodes, row);
  return rows.every(({ stamp }) => kindBefore === null || kindOf(stamp) === kindBefore);
}

function kindOf(stamp: string | null | undefined): string | null {
  return stamp?.split("/").at(-1) ?? null;
}
