const BUCKET_S = 10;
/** One hour: a clock's skew changes with its warmth. */
const BUCKETS_MAX = 360;
/** Over less the delays of a network are larger than what a skew adds up to. */
const SPAN_S_MIN = 60;

/** How fast a clock runs against another: the slope (least squares) through the least offset of every 10 seconds. */
export class SkewEstimate {
  readonly #points: { t: number; offset: number }[] = [];
  #bucket = Number.NEGATIVE_INFINITY;
  #least: { t: number; offset: number } | null = null;

  add(t: number, offset: number): void {
    const bucket = Math.floor(t / BUCKET_S);
    if (bucket > this.#bucket) {
      if (this.#least !== null) this.#points.push(this.#least);
      if (this.#points.length > BUCKETS_MAX) this.#points.shift();
      this.#bucket = bucket;
      this.#least = null;
    }
    if (this.#least === null || offset < this.#least.offset) this.#least = { t, offset };
  }

  /** Parts per million by which the robot's clock is fast (> 0) or slow; null: less than a minute seen. */
  ppm(): number | null {
    const first = this.#points[0];
    const last = this.#points.at(-1);
    if (first === undefined || last === undefined || last.t - first.t < SPAN_S_MIN) return null;
    const count = this.#points.length;
    const meanT = this.#points.reduce((sum, { t }) => sum + t, 0) / count;
    const meanOffset = this.#points.reduce((sum, { offset }) => sum + offset, 0) / count;
    let above = 0;
    let below = 0;
    for (const { t, offset } of this.#points) {
      above += (t - meanT) * (offset - meanOffset);
      below += (t - meanT) ** 2;
    }
    // A fast clock's times grow faster than the server's: its offset falls.
    return (-above / below) * 1e6;
  }
}
