const REMEMBERED = 64;
/** Fewer intervals say nothing of a rate. */
const COUNT_MIN = 16;
/** A topic whose intervals stray by more than this share of their median comes by event, not by a clock. */
const REGULAR_SHARE_MAX = 0.5;

export interface Intervals {
  medianS: number;
  /** How far 95 % of the intervals lie from their median at most. */
  p95DeviationS: number;
  regular: boolean;
}

/** The last 64 times between messages, by the robot's clock. */
export class IntervalStats {
  readonly #ring = new Float64Array(REMEMBERED);
  #count = 0;

  add(seconds: number): void {
    this.#ring[this.#count % REMEMBERED] = seconds;
    this.#count++;
  }

  /** Sorts what it remembers: for once a second, not for every message. Null while too few have come. */
  read(): Intervals | null {
    if (this.#count < COUNT_MIN) return null;
    const intervals = this.#ring.slice(0, Math.min(this.#count, REMEMBERED)).toSorted();
    const medianS = quantile(intervals, 0.5);
    const p95DeviationS = quantile(
      intervals.map((interval) => Math.abs(interval - medianS)).toSorted(),
      0.95,
    );
    return { medianS, p95DeviationS, regular: medianS > 0 && p95DeviationS <= REGULAR_SHARE_MAX * medianS };
  }
}

/** Nearest rank. */
function quantile(sorted: Float64Array, share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}
