/** Time, so that tests can make their own. */
export interface Timers {
  /** Milliseconds from some moment on, never going back. */
  now(): number;
  /** Calls `then` after so many milliseconds. @returns what calls it off */
  after(ms: number, then: () => void): () => void;
}

export const realTimers: Timers = {
  now: () => performance.now(),
  after: (ms, then) => {
    const timer = setTimeout(then, ms);
    return () => clearTimeout(timer);
  },
};
