import type { Db } from "@retake/db";
import type { Listener } from "@retake/db/notify";
import { LRUCache } from "lru-cache";
import { type HeldWorkspace, inTurn, markOnWake } from "../held-workspace.ts";
import { createGraphNodes, type GraphNodes } from "./graph-nodes.ts";
import { readNodes, refreshNodes, refreshSome } from "./load-graph.ts";
import { writeGraph } from "./write-graph.ts";

/**
 * The workspace's episodes and who moves like whom, as JSON: nodes, and edges between those that are among each other's nearest neighbours. Where no
 * episode has a place by its motion, neighbours are those whose texts are alike. Neighbours were found when the episodes were indexed, so that a graph
 * costs what its nodes cost: linear, and nothing while nothing has changed. What changed alone is read anew.
 * Invariant: what is given holds everything that was announced before it was asked for.
 */
export interface SimilarityGraphs {
  /** UTF-8; never to be changed. @param workspaceId one that the caller was authorised for */
  get(workspaceId: string): Promise<Uint8Array>;
  close(): void;
}

/** Of all workspaces: 100,000 episodes take about 90 MB, 40 of which are the answer. The ones asked for least recently make way. */
const BYTES_MAX = 256 << 20;
/** About, of an episode besides the answer. */
const NODE_BYTES = 500;
/** A change that nobody announced is looked for after this, behind an answer. */
const TTL_MS = 60_000;

interface Entry extends HeldWorkspace {
  nodes: GraphNodes;
  answer: Uint8Array | null;
  /** When all of it was last compared with the register; -Infinity: never. */
  listedAt: number;
  /** How many wait for an answer that is made. */
  busy: number;
}

export function createSimilarityGraphs(options: {
  db: Db;
  signals: Pick<Listener, "connected" | "on" | "onGap">;
  now?: () => number;
}): SimilarityGraphs {
  const { db, signals, now = () => performance.now() } = options;
  const entries = new LRUCache<string, Entry>({ maxSize: BYTES_MAX });

  const stop = markOnWake(signals, entries);

  function lookBehind(workspaceId: string, entry: Entry): void {
    if (now() - entry.listedAt <= TTL_MS || entry.isAllMarked) return;
    entry.listedAt = now();
    const look = async (): Promise<void> => {
      if (await refreshNodes(db, workspaceId, entry.nodes)) entry.answer = null;
    };
    inTurn(entry, look).catch(() => (entry.isAllMarked = true));
  }

  return {
    async get(workspaceId) {
      const entry = entries.get(workspaceId) ?? newEntry();
      entries.set(workspaceId, entry, { size: sizeOf(entry) });
      if (!signals.connected) entry.isAllMarked = true;
      const held = isBehind(entry) || entry.busy > 0 ? null : entry.answer;
      lookBehind(workspaceId, entry);
      if (held !== null) return held;
      entry.busy += 1;
      const answer = await inTurn(entry, () => bring(db, workspaceId, entry, now)).finally(
        () => (entry.busy -= 1),
      );
      if (entries.peek(workspaceId) === entry) entries.set(workspaceId, entry, { size: sizeOf(entry) });
      return answer;
    },
    close() {
      stop();
      entries.clear();
    },
  };
}

/** Works off what is marked, and writes the answer where it is another then. */
async function bring(db: Db, workspaceId: string, entry: Entry, now: () => number): Promise<Uint8Array> {
  if (entry.answer !== null && !isBehind(entry)) return entry.answer;
  const [isAll, marked] = [entry.isAllMarked, new Set(entry.marked)];
  entry.isAllMarked = false;
  entry.marked.clear();
  try {
    const before = now();
    if (isAll) {
      await compare(db, workspaceId, entry);
      entry.listedAt = before;
    } else if (marked.size > 0) {
      entry.answer = null;
      if (!(await refreshSome(db, workspaceId, entry.nodes, marked))) await compare(db, workspaceId, entry);
    }
    entry.answer ??= await writeGraph(entry.nodes);
    return entry.answer;
  } catch (error) {
    // Whatever was half taken in is looked at again.
    entry.isAllMarked = true;
    throw error;
  }
}

async function compare(db: Db, workspaceId: string, entry: Entry): Promise<void> {
  // Ids that nobody has any more stay until there are many of them.
  const { present, ids } = entry.nodes;
  if (present === 0 || ids.length > 2 * present + 5_000) {
    entry.answer = null;
    entry.nodes = createGraphNodes();
    await readNodes(db, workspaceId, entry.nodes);
  } else if (await refreshNodes(db, workspaceId, entry.nodes)) entry.answer = null;
}

function isBehind({ isAllMarked, marked }: Entry): boolean {
  return isAllMarked || marked.size > 0;
}

function sizeOf({ answer, nodes }: Entry): number {
  return 1 + (answer?.byteLength ?? 0) + nodes.ids.length * NODE_BYTES;
}

function newEntry(): Entry {
  return {
    nodes: createGraphNodes(),
    answer: null,
    isAllMarked: true,
    marked: new Set(),
    listedAt: -Infinity,
    busy: 0,
    running: Promise.resolve(),
  };
}
