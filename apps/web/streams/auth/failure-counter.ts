import { AppError } from "@retake/core/errors";
import { LRUCache } from "lru-cache";

/** Wrong credentials one address may send within the window before it is told to wait. */
const FAILURES_MAX = 30;
const WINDOW_MS = 60_000;
const ADDRESSES_MAX = 10_000;

/** Counts wrong credentials by address, in this process. A right one is never refused for the wrong ones of a neighbour. */
export function createFailureCounter(now: () => Date): {
  /** @returns the error to answer once there were too many, else null */
  count(address: string): AppError | null;
} {
  const windows = new LRUCache<string, { failures: number; endsAt: number }>({ max: ADDRESSES_MAX });
  return {
    count(address) {
      const time = now().getTime();
      let window = windows.get(address);
      if (window === undefined || window.endsAt <= time) window = { failures: 0, endsAt: time + WINDOW_MS };
      window.failures += 1;
      windows.set(address, window);
      if (window.failures <= FAILURES_MAX) return null;
      return new AppError("rate_limited", "Too many wrong credentials. Wait a minute, then try again.", {
        retryAfterS: (window.endsAt - time) / 1000,
      });
    },
  };
}
