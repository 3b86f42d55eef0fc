import { streamRows, type Db } from "@retake/db";
import { EPISODE_TABLES, VISIBLE_EPISODE } from "../../catalogue/episode-columns.ts";
import {
  isCurrent,
  putNode,
  removeNode,
  type GraphNodes,
  type GraphRow,
  type GraphStamp,
} from "./graph-nodes.ts";

/** Rows of one query that names them: some megabytes. */
const BATCH = 5_000;

/** One map for the whole graph: similarities of two do not compare. */
const TABLES = `(select case when exists (select 1 from "MapPoint" m where m."workspaceId" = $1 and m."kind" = 'motion') then 'motion' else 'text' end as "kind") k
  cross join (${EPISODE_TABLES}) left join "MapPoint" p on p."episodeId" = e."id" and p."kind" = k."kind"`;

/** A row's `xmin` is another after every write of it. */
const STAMP = `k."kind", e."xmin" as "episodeStamp", d."xmin" as "datasetStamp", p."xmin" as "pointStamp"`;

/** As plain as they come: what SQL makes of a column costs more than the rest of the query, and neighbours are read one row at a time. */
const COLUMNS = `e."id", e."sessionId", ${STAMP}, coalesce(d."name" || ' #' || e."episodeIndex", e."sessionId") as "label", e."outcome",
  e."totalReward" as "reward", e."umapX" as "x", e."umapY" as "y", p."neighbours"::text as "neighbours", date_part('epoch', e."createdAt") as "createdAt"`;

const ALL = `select ${COLUMNS} from ${TABLES} where ${VISIBLE_EPISODE}`;
const BY_ID = `select ${COLUMNS} from ${TABLES} where ${VISIBLE_EPISODE} and e."id" = any($2)`;
const BY_NAME = `select ${COLUMNS} from ${TABLES} where ${VISIBLE_EPISODE} and e."sessionId" = any($2)`;
const STAMPS = `select e."id", ${STAMP} from ${TABLES} where ${VISIBLE_EPISODE}`;

/** All episodes, of one moment. */
export async function readNodes(db: Db, workspaceId: string, nodes: GraphNodes): Promise<void> {
  const query = { name: "graph-all", text: ALL, values: [workspaceId] };
  await streamRows<GraphRow>(db, query, (row) => putNode(nodes, row));
}

/** Brings all nodes up to what is stored now; reads those that changed. @returns whether any did */
export async function refreshNodes(db: Db, workspaceId: string, nodes: GraphNodes): Promise<boolean> {
  const { rows } = await db.pool.query<GraphStamp & { id: string; kind: string }>({
    name: "graph-stamps",
    text: STAMPS,
    values: [workspaceId],
  });
  const there = new Uint8Array(nodes.ids.length);
  const changed: string[] = [];
  // Of another map, even a place of the same stamp is another.
  if (rows[0]?.kind !== nodes.kind) nodes.stamps.fill(0);
  for (const row of rows) {
    const at = nodes.numberOf.get(row.id);
    if (at !== undefined) there[at] = 1;
    if (at === undefined || nodes.sessionIds[at] === "" || !isCurrent(nodes, at, row)) changed.push(row.id);
  }
  const gone = nodes.ids.filter((_, at) => nodes.sessionIds[at] !== "" && there[at] === 0);
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
  const isSameMap = rows.every(({ kind }) => nodes.kind === null || kind === nodes.kind);
  if (!isSameMap) return false;
  const found = new Set(rows.map(({ id }) => id));
  const named = nodes.ids.filter((_, at) => sessionIds.has(nodes.sessionIds[at] ?? ""));
  for (const id of named) if (!found.has(id)) removeNode(nodes, id);
  for (const row of rows) putNode(nodes, row);
  return true;
}
