import type { Db } from "@retake/db";
import type { Listener } from "@retake/db/notify";
import { type HeldWorkspace, inTurn, markOnWake } from "./held-workspace.ts";
import { refreshAll, refreshSome, refreshTexts, VECTOR_ROWS_MAX } from "./load-vectors.ts";
import { bytesOf, createWorkspaceVectors, type WorkspaceVectors } from "./workspace-vectors.ts";

/**
 * The vectors and words of workspaces, in memory from the first search on.
 * Invariant: what is given holds everything that was announced before it was asked for. `index` and `episode` wake-ups mark what changed, and marks are
 * worked off before an answer; a gap marks everything, and while the listener is down everything is compared with the register each time.
 * It holds no permissions: callers pass a workspace id they were authorised for.
 */
export interface VectorCache {
  /**
   * To be used before anything else is awaited: the next change is written into the same rows.
   * @param space whose vectors of texts are wanted; null: none
   */
  get(workspaceId: string, space: string | null): Promise<WorkspaceVectors>;
  /** The same without vectors of texts; null where it is not read yet or is compared as a whole, or has more episodes than are read: Postgres answers sooner, and all. */
  soon(workspaceId: string): Promise<WorkspaceVectors | null>;
  /** Episodes of a workspace when last looked at; null: it was not. */
  sizeOf(workspaceId: string): number | null;
  close(): void;
}

/** Of all workspaces: 100,000 episodes with 512 dims and 60 words each take about 330 MB. The ones asked for least recently make way. */
const BYTES_MAX = 1 << 30;

/** A change that nobody announced is looked for after this, behind an answer. */
const TTL_MS = 60_000;

interface Entry extends HeldWorkspace {
  vectors: WorkspaceVectors;
  spaces: Set<string>;
  /** Spaces whose vectors may be behind. */
  stale: Set<string>;
  /** Whether all of it is being compared because it was marked. */
  isComparing: boolean;
  /** When all of it was last compared with the register; -Infinity: never. */
  listedAt: number;
  /** How many are at work on what is marked. */
  busy: number;
}

export function createVectorCache(options: {
  db: Db;
  signals: Pick<Listener, "connected" | "on" | "onGap">;
  bytesMax?: number;
  now?: () => number;
}): VectorCache {
  const { db, signals, bytesMax = BYTES_MAX, now = () => performance.now() } = options;
  /** Least recently asked for first. */
  const entries = new Map<string, Entry>();

  const stop = markOnWake(signals, {
    peek: (workspaceId) => entries.get(workspaceId),
    values: () => entries.values(),
  });

  function touch(workspaceId: string): Entry {
    const entry = entries.get(workspaceId) ?? newEntry();
    entries.delete(workspaceId);
    entries.set(workspaceId, entry);
    if (!signals.connected) entry.isAllMarked = true;
    return entry;
  }

  function lookBehind(workspaceId: string, entry: Entry): void {
    if (now() - entry.listedAt <= TTL_MS || entry.isAllMarked) return;
    entry.listedAt = now();
    inTurn(entry, () => compareAll(db, workspaceId, entry, now)).catch(() => (entry.isAllMarked = true));
  }

  async function get(workspaceId: string, space: string | null): Promise<WorkspaceVectors> {
    const entry = touch(workspaceId);
    if (space !== null && !entry.spaces.has(space)) {
      entry.spaces.add(space);
      entry.stale.add(space);
    }
    if (isBehind(entry) || entry.busy > 0) {
      entry.busy += 1;
      const mine = inTurn(entry, () => (isBehind(entry) ? workOff(db, workspaceId, entry, now) : undefined));
      await mine.finally(() => (entry.busy -= 1));
      makeRoom(entries, bytesMax);
    }
    lookBehind(workspaceId, entry);
    return entry.vectors;
  }

  return {
    get,
    async soon(workspaceId) {
      const entry = entries.get(workspaceId);
      if (entry === undefined || entry.listedAt === -Infinity || !signals.connected) return null;
      if (entry.isAllMarked || entry.isComparing || entry.vectors.rowOf.size >= VECTOR_ROWS_MAX) return null;
      return get(workspaceId, null);
    },
    sizeOf: (workspaceId) => entries.get(workspaceId)?.vectors.rowOf.size || null,
    close() {
      stop();
      entries.clear();
    },
  };
}

async function workOff(db: Db, workspaceId: string, entry: Entry, now: () => number): Promise<void> {
  const [isAll, marked] = [entry.isAllMarked, [...entry.marked]];
  const stale = new Set(marked.length > 0 ? entry.spaces : entry.stale);
  entry.isAllMarked = false;
  entry.marked.clear();
  entry.stale.clear();
  entry.isComparing = isAll;
  try {
    if (isAll) return await compareAll(db, workspaceId, entry, now);
    if (marked.length > 0) await refreshSome(db, workspaceId, entry.vectors, marked);
    for (const space of stale) await refreshTexts(db, entry.vectors, space);
  } catch (error) {
    // Whatever was half taken in is looked at again.
    entry.isAllMarked = true;
    throw error;
  } finally {
    entry.isComparing = false;
  }
}

/** Marks are the caller's. */
async function compareAll(db: Db, workspaceId: string, entry: Entry, now: () => number): Promise<void> {
  const before = now();
  // Texts that nothing says any more stay until there are many of them.
  const isFull = entry.vectors.hashes.length > 6 * entry.vectors.rowOf.size + 5_000;
  const vectors = isFull ? createWorkspaceVectors() : entry.vectors;
  await refreshAll(db, workspaceId, vectors);
  for (const space of entry.spaces) await refreshTexts(db, vectors, space);
  entry.vectors = vectors;
  entry.listedAt = before;
}

/** Those asked for least recently go, but never the last one. */
function makeRoom(entries: Map<string, Entry>, bytesMax: number): void {
  let bytes = 0;
  for (const { vectors } of entries.values()) bytes += bytesOf(vectors);
  for (const [workspaceId, { vectors }] of entries) {
    if (bytes <= bytesMax || entries.size === 1) return;
    bytes -= bytesOf(vectors);
    entries.delete(workspaceId);
  }
}

function isBehind({ isAllMarked, marked, stale }: Entry): boolean {
  return isAllMarked || marked.size > 0 || stale.size > 0;
}

function newEntry(): Entry {
  return {
    vectors: createWorkspaceVectors(),
    spaces: new Set(),
    stale: new Set(),
    isAllMarked: true,
    isComparing: false,
    marked: new Set(),
    listedAt: -Infinity,
    busy: 0,
    running: Promise.resolve(),
  };
}
