import { setTimeout as delay } from "node:timers/promises";
import type { Backlog } from "./backlog.ts";

/**
 * Bytes that may be under way to one reader. A stream of states loses nothing by being held back: the next message says all that is new, and
 * whoever reads 1 kB a second sees what was true 8 seconds ago, not minutes.
 */
const BACKLOG_BYTES_MAX = 8 << 10;

/** Says when a stream may send its next message: not sooner than `everyMs` after the last one, and not before the reader has read. */
export interface Pace {
  /** Whether the reader has to read before anything more is sent. */
  readonly isHeldBack: boolean;
  /** Settles when the next message may be made, or at once when the signal has aborted. Make it after this, so that it is the newest. */
  ready(): Promise<void>;
}

export interface PaceOptions {
  everyMs: number;
  /** Null where the transport holds back by itself. */
  backlog: Backlog | null;
  signal: AbortSignal;
}

export function createPace({ everyMs, backlog, signal }: PaceOptions): Pace {
  let last = -Infinity;
  const isFull = (): boolean => backlog !== null && backlog.bytes() > BACKLOG_BYTES_MAX;
  return {
    get isHeldBack() {
      return isFull();
    },
    async ready() {
      const rest = last + everyMs - performance.now();
      if (rest > 0) await delay(rest, undefined, { signal }).catch(() => undefined);
      while (!signal.aborted && backlog !== null && isFull()) await hasRead(backlog, signal);
      last = performance.now();
    },
  };
}

function hasRead(backlog: Backlog, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      stop();
      signal.removeEventListener("abort", end);
      resolve();
    };
    const stop = backlog.onLess(end);
    signal.addEventListener("abort", end);
  });
}
