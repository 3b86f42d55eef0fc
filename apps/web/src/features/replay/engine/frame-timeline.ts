/**
 * A time given in milliseconds names the frame whose rounded time it is: `?t=0.033` is frame 1 of a 30 Hz episode (0.0333… s),
 * and so is a float32 time that lies a hair below the tick. Hence half a millisecond, and a little for float32.
 */
const TOLERANCE_S = 0.000_55;

/** The frames of an episode on its own time axis (seconds); they may start anywhere and lie at uneven distances. */
export class FrameTimeline {
  readonly times: Float64Array;
  readonly fps: number;

  /**
   * @param times time of each frame; a time earlier than the one before it is lifted to it, so that the search stays valid
   * @param fps the declared rate, for the length of the last frame; must be positive
   */
  constructor(times: ArrayLike<number>, fps: number) {
    if (times.length === 0) throw new RangeError("a timeline needs at least one frame");
    if (!(fps > 0)) throw new RangeError("fps must be positive");
    const sorted = Float64Array.from(times);
    for (let i = 1; i < sorted.length; i++) sorted[i] = Math.max(sorted[i] ?? 0, sorted[i - 1] ?? 0);
    this.times = sorted;
    this.fps = fps;
  }

  /** Frames at `start + k / fps`, for episodes whose frame times are not stored. */
  static uniform(count: number, fps: number, start = 0): FrameTimeline {
    return new FrameTimeline(
      Float64Array.from({ length: Math.max(1, count) }, (_, k) => start + k / fps),
      fps,
    );
  }

  /** More may come after the end: it records. */
  get isGrowing(): boolean {
    return false;
  }

  get count(): number {
    return this.times.length;
  }

  /** Time of the first frame. */
  get start(): number {
    return this.timeOf(0);
  }

  /** Time of the last frame: the furthest place the playhead goes. */
  get end(): number {
    return this.timeOf(this.count - 1);
  }

  timeOf(frame: number): number {
    const k = Math.min(this.count - 1, Math.max(0, frame));
    return this.times[k] ?? 0;
  }

  /** The frame in force at `t`, clamped to the episode. */
  frameAt(t: number): number {
    return Math.max(0, lastAtOrBefore(this.times, t + TOLERANCE_S));
  }

  clamp(t: number): number {
    return Math.min(this.end, Math.max(this.start, t));
  }

  /** Seconds frame `k` stays in force; the last one has the declared length. */
  durationOf(frame: number): number {
    if (frame >= this.count - 1) return 1 / this.fps;
    return this.timeOf(frame + 1) - this.timeOf(frame);
  }

  /** Middle of a frame: where the clock starts when that frame is on the screen already. */
  middleOf(frame: number): number {
    return this.clamp(this.timeOf(frame) + this.durationOf(frame) / 2);
  }
}

/** Index of the last value that is at most `limit` in an ascending list, or -1. */
export function lastAtOrBefore(ascending: Float64Array, limit: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? Infinity) <= limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
