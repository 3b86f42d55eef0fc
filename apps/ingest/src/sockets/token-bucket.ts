/** So much a second on average, and so much at once. */
export class TokenBucket {
  readonly #perMs: number;
  readonly #burst: number;
  #level: number;
  #at: number;

  /** @param now monotonic milliseconds */
  constructor({ perS, burst }: { perS: number; burst: number }, now: number) {
    this.#perMs = perS / 1_000;
    this.#burst = burst;
    this.#level = burst;
    this.#at = now;
  }

  /** Takes what has happened already. @returns milliseconds until that is paid for; 0 when it is */
  take(amount: number, now: number): number {
    this.#level = Math.min(this.#burst, this.#level + (now - this.#at) * this.#perMs) - amount;
    this.#at = now;
    return this.#level >= 0 ? 0 : Math.ceil(-this.#level / this.#perMs);
  }
}
