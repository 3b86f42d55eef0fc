import { availableParallelism } from "node:os";
import { AppError } from "@retake/core/errors";
import { DecoderLost, type DecodeChild, type RunOptions, startDecodeChild } from "./decode-child.ts";
import type { DecodeJob } from "./jobs.ts";

/** Jobs that may wait. A page shows under 100 pictures; beyond this the caller is told to come back. */
const WAITING_MAX = 512;
/** The wasm decoder leaks: one process was seen to die after about 60 runs. A filmstrip takes 8. */
const WASM_RUNS_MAX = 12;
const IDLE_MS = 30_000;

export interface DecodePoolOptions {
  /** Processes at most; one a core unless said. */
  processesMax?: number;
  /** For tests: another way to start a process. */
  start?: () => DecodeChild;
}

export interface DecodePool {
  /**
   * Runs a job in a process of its own. A process that hangs or dies is killed and the job tried once more in a fresh one.
   * @throws AppError `unsupported_media` when it is lost twice, `unavailable` when too many jobs wait, `cancelled`, or what the job throws
   */
  run(job: DecodeJob, options: RunOptions): Promise<Uint8Array>;
  /** Kills every process; jobs that run are rejected. */
  close(): void;
}

interface Slot {
  child: DecodeChild | null;
  idle: NodeJS.Timeout | null;
}

export function createDecodePool(options: DecodePoolOptions = {}): DecodePool {
  const start = options.start ?? startDecodeChild;
  const slots = Array.from({ length: options.processesMax ?? availableParallelism() }, (): Slot => newSlot());
  const free = [...slots];
  const waiting: ((slot: Slot) => void)[] = [];
  let closed = false;

  const acquire = async (): Promise<Slot> => {
    const slot = free.pop();
    if (slot !== undefined) return slot;
    if (waiting.length >= WAITING_MAX) {
      throw new AppError(
        "unavailable",
        "Too many pictures are being made right now. Try again in a moment.",
        {
          retryAfterS: 5,
        },
      );
    }
    return new Promise((resolve) => waiting.push(resolve));
  };
  const release = (slot: Slot): void => {
    const next = waiting.shift();
    if (next !== undefined) return next(slot);
    slot.idle = setTimeout(() => retire(slot), IDLE_MS).unref();
    slot.child?.unref();
    free.push(slot);
  };
  const attempt = (slot: Slot, job: DecodeJob, run: RunOptions): Promise<Uint8Array> => {
    if (closed) throw new AppError("cancelled", "The decoder was shut down.");
    if (slot.child?.alive !== true || slot.child.wasmRuns >= WASM_RUNS_MAX) {
      retire(slot);
      slot.child = start();
    }
    return slot.child.run(job, run);
  };

  return {
    async run(job, run) {
      const slot = await acquire();
      if (slot.idle !== null) clearTimeout(slot.idle);
      try {
        return await attempt(slot, job, run).catch((error: unknown) => {
          if (!(error instanceof DecoderLost)) throw error;
          return attempt(slot, job, run);
        });
      } catch (error) {
        if (!(error instanceof DecoderLost)) throw error;
        const detail = error.message;
        throw new AppError(
          "unsupported_media",
          "The decoder failed twice on this file, so it is left alone.",
          { detail },
        );
      } finally {
        release(slot);
      }
    },
    close() {
      closed = true;
      for (const slot of slots) retire(slot);
    },
  };
}

const newSlot = (): Slot => ({ child: null, idle: null });

function retire(slot: Slot): void {
  if (slot.idle !== null) clearTimeout(slot.idle);
  slot.child?.kill();
  Object.assign(slot, newSlot());
}
