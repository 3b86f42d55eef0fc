import { LIVE_FIGURES } from "@retake/core/live-figures";

const BUCKET_S = 0.25;
const BUCKETS = LIVE_FIGURES.windowS / BUCKET_S;

/** What came in during the last {@link LIVE_FIGURES.windowS}, by the server's clock. */
export class RateWindow {
  readonly #buckets = new Float64Array(BUCKETS);
  #bucket = Number.NEGATIVE_INFINITY;
  /** Where that bucket lies, and the time at which it ends: nearly every message falls into the one before it. */
  #at = 0;
  #until = Number.NEGATIVE_INFINITY;
  #total = 0;
  #firstAt: number | null = null;

  /** @param at server time in seconds; one before the last is counted as now */
  add(at: number, amount = 1): void {
    this.#firstAt ??= at;
    if (at >= this.#until) this.#advance(at);
    this.#buckets[this.#at] = (this.#buckets[this.#at] ?? 0) + amount;
    this.#total += amount;
  }

  total(now: number): number {
    this.#advance(now);
    return this.#total;
  }

  /** Per second. The first second counts as whole: a rate from less says nothing. */
  rate(now: number): number {
    return this.total(now) / this.spanS(now);
  }

  /** Seconds that {@link total} stands for. */
  spanS(now: number): number {
    const full = LIVE_FIGURES.windowS - BUCKET_S + (now - Math.floor(now / BUCKET_S) * BUCKET_S);
    return Math.max(1, Math.min(full, now - (this.#firstAt ?? now)));
  }

  #advance(at: number): void {
    const bucket = Math.floor(at / BUCKET_S);
    if (bucket <= this.#bucket) return;
    const passed = Math.min(BUCKETS, bucket - this.#bucket);
    for (let i = 0; i < passed; i++) {
      const place = this.#place(bucket - i);
      this.#total -= this.#buckets[place] ?? 0;
      this.#buckets[place] = 0;
    }
    this.#bucket = bucket;
    this.#at = this.#place(bucket);
    this.#until = (bucket + 1) * BUCKET_S;
  }

  #place(bucket: number): number {
    return ((bucket % BUCKETS) + BUCKETS) % BUCKETS;
  }
}
