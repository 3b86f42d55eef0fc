/** Pauses between attempts at what fails, each twice the one before. */
const PAUSE_MS_MIN = 2_000;
const PAUSE_MS_MAX = 10 * 60_000;

/** When what failed may be tried again. Forgotten with the process: a restart tries everything at once. */
export class RetryPauses {
  readonly #failed = new Map<string, { failures: number; at: number }>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  isDue(id: string): boolean {
    return (this.#failed.get(id)?.at ?? 0) <= this.#now();
  }

  /** @returns milliseconds until the next attempt */
  failed(id: string): number {
    const failures = (this.#failed.get(id)?.failures ?? 0) + 1;
    const pause = Math.min(PAUSE_MS_MAX, PAUSE_MS_MIN * 2 ** (failures - 1));
    this.#failed.set(id, { failures, at: this.#now() + pause });
    return pause;
  }

  succeeded(id: string): void {
    this.#failed.delete(id);
  }

  /** Milliseconds until the first of them is due, at least 0; Infinity when none waits. */
  untilNext(): number {
    const times = [...this.#failed.values()].map(({ at }) => at);
    return times.length === 0 ? Infinity : Math.max(0, Math.min(...times) - this.#now());
  }

  /** Forgets all but these. */
  keepOnly(ids: ReadonlySet<string>): void {
    for (const id of this.#failed.keys()) if (!ids.has(id)) this.#failed.delete(id);
  }
}
