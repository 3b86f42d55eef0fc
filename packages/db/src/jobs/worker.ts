import type { PgBoss } from "pg-boss";
import type { Db } from "../create-db.ts";
import { databaseFault } from "../faults.ts";
import type { ImportJob } from "../generated/client.ts";
import { notify } from "../notify.ts";
import { IMPORT_QUEUE, importGroup, sendImport, startBoss } from "./boss.ts";
import { type ImportOutcome, outcomeOfError, writeOutcome } from "./outcome.ts";
import { type ImportProgress, openProgressWriter } from "./progress.ts";
import { createTurns } from "./turns.ts";

const HEARTBEAT_EVERY_S = 3;
const POLL_EVERY_S = 1;
const SWEEP_EVERY_MS = 15_000;

export interface ImportWork {
  job: ImportJob;
  /** Aborted on cancel, on shutdown and when another worker has the job. Stop soon; what is stored stays. */
  signal: AbortSignal;
  progress: (update: ImportProgress) => void;
}

export interface ImportWorkerOptions {
  db: Db;
  /** Does the work, resuming from what an earlier attempt stored. What it throws becomes the job's error. */
  run: (work: ImportWork) => Promise<ImportOutcome>;
  onError: (error: unknown) => void;
  /** Imports at a time. */
  concurrency?: number;
}

export interface ImportWorker {
  start(): Promise<void>;
  /** Lets go of running jobs, which go back to the queue, and waits for their handlers. */
  stop(): Promise<void>;
}

/** Takes imports from the queue. The job of a worker that was killed is taken again after at most about 20 s. */
export function createImportWorker(options: ImportWorkerOptions): ImportWorker {
  const { db, onError } = options;
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();
  const takeTurn = createTurns();
  let boss: PgBoss | undefined;
  let sweeper: NodeJS.Timeout | undefined;

  return {
    async start() {
      boss = await startBoss(db, { supervise: true, onError });
      await sweep(db, boss);
      const queue = boss;
      sweeper = setInterval(() => void sweep(db, queue).catch(onError), SWEEP_EVERY_MS);
      await boss.work<{ id: string }>(
        IMPORT_QUEUE,
        {
          localConcurrency: options.concurrency ?? 2,
          groupConcurrency: 1,
          heartbeatRefreshSeconds: HEARTBEAT_EVERY_S,
          pollingIntervalSeconds: POLL_EVERY_S,
        },
        async ([taken]) => {
          if (taken === undefined || stopping.signal.aborted) return;
          const { id } = taken.data;
          const row = await db.prisma.importJob.findUnique({ where: { id } });
          if (row === null) return;
          const work = takeTurn(importGroup(row), () => runJob(options, id, taken.signal, stopping.signal));
          running.add(work);
          await work.finally(() => running.delete(work));
        },
      );
    },
    async stop() {
      stopping.abort();
      clearInterval(sweeper);
      await boss?.offWork(IMPORT_QUEUE, { wait: false });
      await Promise.allSettled(running);
      await boss?.stop({ graceful: true, timeout: 5_000, close: false });
    },
  };
}

async function runJob(
  { db, run, onError }: ImportWorkerOptions,
  id: string,
  lost: AbortSignal,
  stopping: AbortSignal,
): Promise<void> {
  if (stopping.aborted || lost.aborted) return;
  const job = await claim(db, id);
  if (job === null) return;
  const cancel = new AbortController();
  const writer = openProgressWriter(db, id, { cancel: () => cancel.abort(), error: onError });
  let outcome: ImportOutcome;
  try {
    const signal = AbortSignal.any([cancel.signal, lost, stopping]);
    outcome = await run({ job, signal, progress: (update) => writer.report(update) });
  } catch (thrown) {
    // The database went away under it: not the job's end. The queue gives it to a worker again.
    if (databaseFault(thrown) !== null && !cancel.signal.aborted) throw thrown;
    const failure = outcomeOfError(thrown);
    if (failure.status === "failed") onError(failure.cause.detail ?? failure.cause);
    outcome = cancel.signal.aborted ? { status: "cancelled" } : failure;
  } finally {
    await writer.close();
  }
  const letGo = (stopping.aborted || lost.aborted) && !cancel.signal.aborted;
  if (!letGo || outcome.status.startsWith("completed")) return writeOutcome(db, id, outcome);
  // Another worker that has the job now owns the row; on shutdown the sweep of the next one finds it.
  if (!lost.aborted) await giveBack(db, id);
}

/** Marks the job as running; null when it has ended, or was cancelled while it waited. */
async function claim(db: Db, id: string): Promise<ImportJob | null> {
  const job = await db.prisma.importJob.findUnique({ where: { id } });
  if (job === null || !["queued", "running"].includes(job.status)) return null;
  if (job.cancelAsked) {
    await writeOutcome(db, id, { status: "cancelled" });
    return null;
  }
  const started = await db.prisma.importJob.update({
    where: { id },
    data: { status: "running", phase: "checking", startedAt: job.startedAt ?? new Date() },
  });
  await notify(db.pool, "import", id);
  return started;
}

async function giveBack(db: Db, id: string): Promise<void> {
  await db.prisma.importJob.updateMany({
    where: { id, status: "running" },
    data: { status: "queued", phase: "waiting" },
  });
  await notify(db.pool, "import", id);
}

/** Rows and queue may part when a process dies between the two: unfinished rows without a live job get one, or their end. */
async function sweep(db: Db, boss: PgBoss): Promise<void> {
  const open = await db.prisma.importJob.findMany({ where: { status: { in: ["queued", "running"] } } });
  for (const job of open) {
    const jobs = await boss.findJobs(IMPORT_QUEUE, { key: job.id });
    if (jobs.some((one) => ["created", "retry", "active"].includes(one.state))) continue;
    if (jobs.some((one) => one.state === "failed")) {
      const message =
        "The worker ended again and again during this import, and it was given up. What was imported is kept.";
      await writeOutcome(db, job.id, { status: "failed", error: { code: "internal", message } });
    } else {
      await sendImport(boss, job.id, importGroup(job));
    }
  }
}
