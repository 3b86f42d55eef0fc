const BUCKET_S = 10;
/** One hour: a clock's skew changes with its warmth. */
const BUCKETS_MAX = 360;
/** Over less the delays of a network are larger than what a skew adds up to. */
const SPAN_S_MIN = 60;
const POINTS_MIN = 6;
/** No clock is that wrong: it is a backlog that is caught up with. */
const PPM_MAX = 10_000;

interface Point {
  server: number;
  offset: number;
}

/**
 * How fast a clock runs against the server's: the slope (least squares) through the least offset of every 10 seconds of the server's. Told only
 * when it is larger than its error, which is taken as four times the largest residual over the whole span: a step in the delay of a network, wherever
 * it lies, has a slope of at most 1.5 and an error of at least 2 steps over the span, so it is never told as skew.
 */
export class SkewEstimate {
  readonly #points: Point[] = [];
  #bucket = Number.NEGATIVE_INFINITY;
  #least: Point | null = null;

  add(server: number, offset: number): void {
    const bucket = Math.floor(server / BUCKET_S);
    if (bucket > this.#bucket) {
      if (this.#least !== null) this.#points.push(this.#least);
      if (this.#points.length > BUCKETS_MAX) this.#points.shift();
      this.#bucket = bucket;
      this.#least = null;
    }
    if (this.#least === null || offset < this.#least.offset) this.#least = { server, offset };
  }

  /** Whether enough has been seen to say what there is to say. */
  get judges(): boolean {
    return this.#points.length >= POINTS_MIN && this.#spanS >= SPAN_S_MIN;
  }

  /** Parts per million by which the robot's clock is fast (> 0) or slow; null: less than a minute seen, or no more than the error. */
  ppm(): number | null {
    if (!this.judges) return null;
    const count = this.#points.length;
    const meanServer = this.#points.reduce((sum, { server }) => sum + server, 0) / count;
    const meanOffset = this.#points.reduce((sum, { offset }) => sum + offset, 0) / count;
    let above = 0;
    let below = 0;
    for (const { server, offset } of this.#points) {
      above += (server - meanServer) * (offset - meanOffset);
      below += (server - meanServer) ** 2;
    }
    const slope = above / below;
    const residual = this.#points.reduce(
      (most, { server, offset }) =>
        Math.max(most, Math.abs(offset - meanOffset - slope * (server - meanServer))),
      0,
    );
    if (Math.abs(slope) <= (4 * residual) / this.#spanS) return null;
    // A fast clock's times grow faster than the server's: its offset falls.
    const ppm = -slope * 1e6;
    return Math.abs(ppm) > PPM_MAX ? null : ppm;
  }

  get #spanS(): number {
    return (this.#points.at(-1)?.server ?? 0) - (this.#points[0]?.server ?? 0);
  }
}
