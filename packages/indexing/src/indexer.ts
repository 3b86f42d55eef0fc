// What is known of every episode beyond its own rows: facts, findings, words and vectors, and where it lies on the maps. The work is a difference: an episode
// needs it when its index does not exist or no longer fits (`work/basis-sql.ts`), so that it may be interrupted at any point and repeated at will.
//
// For those who read the rows:
// - `EpisodeIndex.taskHash`, `peopleHash` and `descriptionHash` name its texts; `TextVector` has their vectors by space. The local space is always made;
//   the configured server's besides it when `AiSettings` says so. A space is complete when no text of the workspace lacks its vector; until then use the local one.
// - `EpisodeIndex.motion` compares with any other whose `motionSpace` and `motionVersion` are current; places and neighbours are of `MapPoint`.
// - `MapPoint.neighbours` are the 8 nearest of the layout's vectors with a similarity of 0..1 (`map/similarity.ts`); a placed point stands in the
//   lists of those that it is nearer to than the last there.
// - `EpisodeIndex.problems` says per part (`telemetry`, `motion`, `pictures`, `summary`) why it is missing.
import { AppError } from "@retake/core/errors";
import { createListener } from "@retake/db/notify";
import { openTelemetryReader } from "@retake/telemetry/reader";
import { AnchorStore } from "./map/anchors.ts";
import { tryIndexLock } from "./run/index-lock.ts";
import { keepIndexed } from "./run/keep-indexed.ts";
import { type PassResult, runPass } from "./run/run-pass.ts";
import { type IndexCounts, type IndexerOptions, type IndexProgress, noCounts, type Parts } from "./types.ts";

export type { IndexCounts, IndexerOptions, IndexLog, IndexProgress, Stage } from "./types.ts";

export interface RunOptions {
  signal?: AbortSignal;
  onProgress?: (progress: IndexProgress) => void;
  batchSize?: number;
}

export interface RunResult {
  counts: IndexCounts;
  /** What went wrong, in words. */
  problems: string[];
}

export interface Indexer {
  /** Indexes in the background from now on, once no other process does. */
  start(): Promise<void>;
  /** Ends in the middle of whatever it does; nothing is lost but the page in hand. */
  stop(): Promise<void>;
  /**
   * Brings a workspace, or all of them, up to date and returns.
   * @throws AppError `conflict` while another process indexes this database, `cancelled`
   */
  runOnce(workspaceId: string | null, options?: RunOptions): Promise<RunResult>;
}

const BATCH_SIZE = 50;

export function createIndexer(options: IndexerOptions): Indexer {
  const { db, store, embedder, openai = null, ffmpegPath = null, log, batchSize = BATCH_SIZE } = options;
  const reader = options.reader ?? openTelemetryReader({ store });
  const anchors = new AnchorStore();
  const parts: Parts = { db, store, reader, local: embedder, openai, ffmpegPath, log, batchSize, anchors };
  const stopping = new AbortController();
  let running: Promise<void> | undefined;
  const background = async (): Promise<void> => {
    const listener = createListener(db.url);
    try {
      await Promise.race([listener.ready(), aborted(stopping.signal)]);
      await keepIndexed(parts, listener, stopping.signal);
    } finally {
      await listener.close();
    }
  };
  return {
    async start() {
      running ??= background().catch((thrown: unknown) => log.error("indexing", { message: String(thrown) }));
    },
    async stop() {
      stopping.abort();
      await running;
      if (options.reader === undefined) reader.close();
    },
    async runOnce(
      workspaceId,
      { signal = stopping.signal, onProgress, batchSize: pageSize = batchSize } = {},
    ) {
      const lock = await tryIndexLock(db);
      if (lock === null)
        throw new AppError("conflict", "Another process is indexing this database; it does this work too.");
      try {
        const until = AbortSignal.any([signal, stopping.signal, lock.lost]);
        anchors.clear();
        return await runAll({ ...parts, batchSize: pageSize }, workspaceId, until, onProgress);
      } finally {
        await lock.release();
      }
    },
  };
}

async function runAll(
  parts: Parts,
  workspaceId: string | null,
  signal: AbortSignal,
  onProgress: RunOptions["onProgress"],
): Promise<RunResult> {
  const where = workspaceId === null ? {} : { id: workspaceId };
  const workspaces = await parts.db.prisma.workspace.findMany({ where, orderBy: { createdAt: "asc" } });
  const total: RunResult = { counts: noCounts(), problems: [] };
  for (const { id } of workspaces) {
    const result: PassResult = await runPass(parts, { workspaceId: id, named: null, signal, onProgress });
    for (const key of Object.keys(total.counts) as (keyof IndexCounts)[])
      total.counts[key] += result.counts[key];
    total.problems.push(...result.problems);
  }
  return total;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
