/** Each bucket is wider by 2 % than the one before: percentiles are exact to that. */
const GROWTH = 1.02;
const FIRST_MS = 0.001;
const BUCKETS = 1_200;

/** Counts durations in milliseconds, 1 µs to 5 hours, in constant memory. */
export class LatencyHistogram {
  readonly #counts = new Float64Array(BUCKETS);
  #count = 0;
  #max = 0;

  get count(): number {
    return this.#count;
  }

  /** Exact. */
  get max(): number {
    return this.#max;
  }

  add(ms: number): void {
    const bucket = ms <= FIRST_MS ? 0 : Math.ceil(Math.log(ms / FIRST_MS) / Math.log(GROWTH));
    const place = Math.min(BUCKETS - 1, bucket);
    this.#counts[place] = (this.#counts[place] ?? 0) + 1;
    this.#count++;
    this.#max = Math.max(this.#max, ms);
  }

  /** How many lie in each bucket that holds any, by its upper edge in ms, ascending. */
  counts(): [ms: number, count: number][] {
    return [...this.#counts].flatMap((count, bucket) =>
      count === 0 ? [] : [[upperEdge(bucket), count] as [number, number]],
    );
  }

  /** The upper edge of the bucket in which this share (0 to 1) of all lies at most; NaN without any. */
  percentile(share: number): number {
    if (this.#count === 0) return Number.NaN;
    const rank = Math.max(1, Math.ceil(share * this.#count));
    let seen = 0;
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      seen += this.#counts[bucket] ?? 0;
      if (seen >= rank) return Math.min(this.#max, upperEdge(bucket));
    }
    return this.#max;
  }
}

function upperEdge(bucket: number): number {
  return FIRST_MS * GROWTH ** bucket;
}
