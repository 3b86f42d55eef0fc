import { setImmediate } from "node:timers/promises";
import type { Db } from "@retake/db";
import type { Listener } from "@retake/db/notify";
import { LRUCache } from "lru-cache";
import { readEpisodeChange } from "../catalogue/episode-change.ts";
import { EPISODE_TABLES, VISIBLE_EPISODE } from "../catalogue/episode-columns.ts";

/** Neighbours of an episode that may become edges, and how alike they must be. */
export const GRAPH_NEIGHBOURS = 8;
export const GRAPH_WEIGHT_MIN = 0.3;

/**
 * The workspace's episodes and who moves like whom, as JSON text: nodes, and edges between those that are among each other's nearest neighbours. Where no
 * episode has a place by its motion, neighbours are those whose texts are alike. Neighbours were found when the episodes were indexed, so that a graph costs what its nodes cost: linear, and nothing while nothing has changed.
 */
export interface GraphTexts {
  /** @param workspaceId one that the caller was authorised for */
  get(workspaceId: string): Promise<string>;
  close(): void;
}

/** Characters of graphs that are kept: 100,000 episodes have about 60 million. */
const KEPT_MAX = 96 << 20;
/** Rows of one query, and of one turn of this process. */
const BATCH = 5_000;
const TTL_MS = 60_000;

interface Kept {
  generation: number;
  text: Promise<string>;
}

export function createGraphTexts(options: {
  db: Db;
  signals: Pick<Listener, "connected" | "on" | "onGap">;
}): GraphTexts {
  const { db, signals } = options;
  const kept = new LRUCache<string, Kept>({ maxSize: KEPT_MAX, maxEntrySize: KEPT_MAX, ttl: TTL_MS });
  const generations = new Map<string, number>();

  function wake(id: string): void {
    const change = readEpisodeChange(id);
    if (change === null) forgetAll();
    else generations.set(change.workspaceId, (generations.get(change.workspaceId) ?? 0) + 1);
  }
  function forgetAll(): void {
    for (const [workspaceId, generation] of generations) generations.set(workspaceId, generation + 1);
  }
  const stops = [signals.on("episode", wake), signals.on("index", wake), signals.onGap(forgetAll)];

  return {
    async get(workspaceId) {
      if (!signals.connected) return writeGraph(db, workspaceId);
      const generation = generations.get(workspaceId) ?? 0;
      generations.set(workspaceId, generation);
      const held = kept.get(workspaceId);
      if (held?.generation === generation) return held.text;
      const entry: Kept = { generation, text: writeGraph(db, workspaceId) };
      kept.set(workspaceId, entry, { size: 1 });
      const settle = (size: number | null): void => {
        if (kept.peek(workspaceId) !== entry) return;
        if (size === null) kept.delete(workspaceId);
        else kept.set(workspaceId, entry, { size: Math.max(1, size) });
      };
      entry.text.then(
        ({ length }) => settle(length),
        () => settle(null),
      );
      return entry.text;
    },
    close() {
      for (const stop of stops) stop();
      kept.clear();
    },
  };
}

interface Node {
  id: string;
  sessionId: string;
  label: string;
  outcome: string | null;
  reward: number | null;
  x: number | null;
  y: number | null;
  neighbours: [string, number][] | null;
  createdAt: string;
}

async function writeGraph(db: Db, workspaceId: string): Promise<string> {
  const nodes = await readNodes(db, workspaceId);
  const parts: string[] = [];
  const near = new Map<string, { sessionId: string; of: Map<string, number> }>();
  for (const [n, { id, sessionId, label, outcome, reward, x, y, neighbours }] of nodes.entries()) {
    if (n % BATCH === BATCH - 1) await setImmediate();
    parts.push(`${n === 0 ? "" : ","}${JSON.stringify({ id: sessionId, label, outcome, reward, x, y })}`);
    near.set(id, { sessionId, of: new Map((neighbours ?? []).slice(0, GRAPH_NEIGHBOURS)) });
  }
  parts.push('],"edges":[');
  let [edges, seen] = [0, 0];
  for (const [id, { sessionId, of }] of near) {
    if ((seen += 1) % BATCH === 0) await setImmediate();
    for (const [other, weight] of of) {
      const there = near.get(other);
      // Each edge once, from the lower id.
      if (there === undefined || !(id < other) || weight < GRAPH_WEIGHT_MIN || !there.of.has(id)) continue;
      const edge = { source: sessionId, target: there.sessionId, weight };
      parts.push(`${edges === 0 ? "" : ","}${JSON.stringify(edge)}`);
      edges += 1;
    }
  }
  return `{"nodes":[${parts.join("")}]}`;
}

/** One map for the whole graph: similarities of two do not compare. */
const MAP_KIND = `(case when exists (select 1 from "MapPoint" m where m."workspaceId" = $1 and m."kind" = 'motion') then 'motion' else 'text' end)`;

/** All of them, newest first, some thousands at a time. */
async function readNodes(db: Db, workspaceId: string): Promise<Node[]> {
  const nodes: Node[] = [];
  for (;;) {
    const last = nodes.at(-1);
    const { rows } = await db.pool.query<Node>(
      `select e."id", e."sessionId", coalesce(d."name" || ' #' || e."episodeIndex", e."sessionId") as "label", e."outcome", e."totalReward" as "reward",
        e."umapX" as "x", e."umapY" as "y", p."neighbours", to_char(e."createdAt" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt"
       from ${EPISODE_TABLES} left join "MapPoint" p on p."episodeId" = e."id" and p."kind" = ${MAP_KIND}
       where ${VISIBLE_EPISODE} and e."createdAt" <= $2 and (e."createdAt" < $2 or e."sessionId" > $3)
       order by e."createdAt" desc, e."sessionId" limit $4`,
      [workspaceId, last?.createdAt ?? "infinity", last?.sessionId ?? "", BATCH],
    );
    nodes.push(...rows);
    if (rows.length < BATCH) return nodes;
  }
}
