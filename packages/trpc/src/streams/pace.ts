import { setTimeout as delay } from "node:timers/promises";

/** Bytes that may wait for one reader. A stream of states loses nothing by being held back: the next message says all that is new. */
const BACKLOG_BYTES_MAX = 64 << 10;
const LOOK_AGAIN_MS = 50;

/** Says when a stream may send its next message: not sooner than `everyMs` after the last one, and not before the reader has read. */
export interface Pace {
  /** Settles when the next message may be made, or at once when the signal has aborted. Make it after this, so that it is the newest. */
  ready(): Promise<void>;
}

export interface PaceOptions {
  everyMs: number;
  /** Bytes sent to this reader that are still here; null where the transport holds back by itself. */
  backlogBytes: (() => number) | null;
  signal: AbortSignal;
}

export function createPace({ everyMs, backlogBytes, signal }: PaceOptions): Pace {
  let last = -Infinity;
  const wait = (ms: number): Promise<void> => delay(ms, undefined, { signal }).catch(() => undefined);
  return {
    async ready() {
      const rest = last + everyMs - performance.now();
      if (rest > 0) await wait(rest);
      while (!signal.aborted && backlogBytes !== null && backlogBytes() > BACKLOG_BYTES_MAX)
        await wait(LOOK_AGAIN_MS);
      last = performance.now();
    },
  };
}
