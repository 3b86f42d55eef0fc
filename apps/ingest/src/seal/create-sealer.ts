// Sealing: recordings go from the log, which the ingest writes and this only reads, to segments and rows, part by part while they
// record. No lock is held while objects are written: the commit compares numbers under a row lock, keys are hashes of what they name,
// and what lost a race or was cut short is collected at the end. A worker can be killed at any point and nothing has to be put right.
import type { Db } from "@retake/db";
import type { Listener } from "@retake/db/notify";
import type { ObjectStore } from "@retake/telemetry/object-store";
import { type Log, describeError } from "../log.ts";
import { collectOrphans, finishedLately } from "./collect-orphans.ts";
import { findDue } from "./find-due.ts";
import { noteFailure } from "./note-failure.ts";
import { RetryPauses } from "./retry-pauses.ts";
import type { SealSource } from "./seal-source.ts";
import { sealStep } from "./seal-step.ts";
import type { DueRecording } from "./sealed-range.ts";
import { createWaker } from "./waker.ts";

export interface SealerOptions {
  db: Db;
  store: ObjectStore;
  tail: SealSource;
  listener: Pick<Listener, "on" | "onGap" | "ready">;
  log: Log;
  /** Hears of each episode that is complete now. */
  onFinished?: (episodeId: string) => void;
  /** Looks without being woken, ms. */
  lookMs?: number;
  /** Looks again when the register could not be asked, ms; it is woken when that is back. */
  retryMs?: number;
  partBytesMax?: number;
}

export interface Sealer {
  /** Listens, then seals what waits already. */
  start(): Promise<void>;
  /** Waits for the part that is being written. */
  stop(): Promise<void>;
}

const LOOK_MS = 15_000;
const RETRY_MS = 1_000;
const PART_BYTES_MAX = 64 << 20;
/** Recordings sealed at once: one waits for the disk or the database while the other counts. */
const LANES = 2;

export function createSealer(options: SealerOptions): Sealer {
  const { listener, log, lookMs = LOOK_MS, retryMs = RETRY_MS } = options;
  const waker = createWaker();
  const stopped = (): boolean => waker.closed;
  const pauses = new RetryPauses();
  const { step, collect } = createSteps(options, pauses, stopped);
  let running: Promise<void> | undefined;
  let disarm: (() => void)[] = [];

  /** @returns whether anything went on: then there may be more */
  const sweep = async (): Promise<boolean> => {
    const due = await findDue(options.db);
    pauses.keepOnly(new Set(due.map(({ episodeId }) => episodeId)));
    const ready = due.filter(({ episodeId }) => pauses.isDue(episodeId));
    let moved = false;
    const lane = async (): Promise<void> => {
      for (let next = ready.shift(); next !== undefined && !stopped(); next = ready.shift()) {
        if (await step(next)) moved = true;
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    return moved;
  };
  const run = async (): Promise<void> => {
    await listener.ready();
    await cleanUp(options.db, collect, stopped).catch((error: unknown) =>
      log.warn("orphans", describeError(error)),
    );
    let failing = false;
    while (!stopped()) {
      const woken = waker.arm();
      const moved = await sweep().catch((error: unknown) => {
        if (!failing) log.warn("sealing", describeError(error));
        return null;
      });
      if (failing && moved !== null) log.info("sealing goes on");
      failing = moved === null;
      // Recordings whose pause is over are no reason to ask a register that is away without end.
      if (moved === null) await woken(retryMs);
      else if (!moved) await woken(Math.min(lookMs, pauses.untilNext()));
    }
  };

  return {
    start() {
      disarm = [listener.on("recording", waker.wake), listener.onGap(waker.wake)];
      running ??= run();
      return Promise.resolve();
    },
    async stop() {
      for (const off of disarm) off();
      waker.close();
      await running;
    },
  };
}

interface Steps {
  /** One recording one step on; its failure is noted and told, never thrown. @returns whether it went on */
  step: (recording: DueRecording) => Promise<boolean>;
  collect: (episodeId: string) => Promise<void>;
}

function createSteps(options: SealerOptions, pauses: RetryPauses, stopped: () => boolean): Steps {
  const { db, store, tail, log, onFinished, partBytesMax = PART_BYTES_MAX } = options;
  const collect = async (episodeId: string): Promise<void> => {
    const deleted = await collectOrphans(db, store, episodeId);
    if (deleted.length > 0) log.info("orphans deleted", { episode: episodeId, objects: deleted.length });
  };
  const step = async (recording: DueRecording): Promise<boolean> => {
    const { episodeId, sessionId: session } = recording;
    try {
      const done = await sealStep({ db, store, tail, partBytesMax }, recording);
      pauses.succeeded(episodeId);
      if (done === "finished") {
        log.info("episode complete", { session });
        onFinished?.(episodeId);
      }
      if (done === "finished" || done === "raced") await collect(episodeId);
      return done !== "nothing";
    } catch (error) {
      if (stopped()) return false;
      const retryMs = pauses.failed(episodeId);
      log.warn("sealing", { session, retryMs, ...describeError(error) });
      await noteFailure(db, recording, error).catch((fault: unknown) =>
        log.warn("sealing", describeError(fault)),
      );
      return false;
    }
  };
  return { step, collect };
}

/** What a worker left that was killed between an end and its cleaning up. */
async function cleanUp(
  db: Db,
  collect: (episodeId: string) => Promise<void>,
  stopped: () => boolean,
): Promise<void> {
  for (const episodeId of await finishedLately(db, Date.now())) {
    if (stopped()) return;
    await collect(episodeId);
  }
}
