export interface Clock {
  /** Seconds since 1970. */
  now(): number;
  /** Milliseconds that never go back. */
  monotonic(): number;
}

export const systemClock: Clock = {
  now: () => Date.now() / 1_000,
  monotonic: () => performance.now(),
};
