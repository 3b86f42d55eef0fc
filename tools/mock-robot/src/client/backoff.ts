export interface BackoffOptions {
  firstMs: number;
  maxMs: number;
  /** Numbers in [0, 1). */
  random: () => number;
}

/** Pauses that double, each between half and all of its length, so that robots cut off together do not come back together. */
export class Backoff {
  readonly #options: BackoffOptions;
  #attempt = 0;

  constructor(options: BackoffOptions) {
    this.#options = options;
  }

  /** @param leastMs what the server has asked for; robots asked together spread over another half of it */
  next(leastMs = 0): number {
    const { firstMs, maxMs, random } = this.#options;
    const whole = Math.min(maxMs, firstMs * 2 ** this.#attempt);
    this.#attempt++;
    const pause = whole * (0.5 + 0.5 * random());
    return leastMs > 0 ? Math.max(pause, leastMs * (1 + 0.5 * random())) : pause;
  }

  reset(): void {
    this.#attempt = 0;
  }
}
