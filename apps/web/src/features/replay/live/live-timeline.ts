import { FrameTimeline } from "../engine/frame-timeline.ts";

/** As in {@link FrameTimeline}: half a millisecond, for times that were rounded. */
const TOLERANCE_S = 0.000_55;

/** Frames of an episode that still records: evenly at the declared rate, up to the last moment known. Holds no list of them. */
export class LiveTimeline extends FrameTimeline {
  readonly #start: number;
  #end: number;
  #isGrowing = true;

  /** @param start of the episode, seconds */
  constructor(start: number, fps: number) {
    super([start], fps);
    this.#start = start;
    this.#end = start;
  }

  override get isGrowing(): boolean {
    return this.#isGrowing;
  }

  override get count(): number {
    return Math.floor((this.#end - this.#start + TOLERANCE_S) * this.fps) + 1;
  }

  /** The last moment known, which lies inside of the last frame. */
  override get end(): number {
    return this.#end;
  }

  override timeOf(frame: number): number {
    return this.#start + Math.min(this.count - 1, Math.max(0, frame)) / this.fps;
  }

  override frameAt(t: number): number {
    return Math.min(this.count - 1, Math.max(0, Math.floor((t - this.#start + TOLERANCE_S) * this.fps)));
  }

  /** @returns whether that is later than what was known */
  grow(end: number): boolean {
    if (!(end > this.#end)) return false;
    this.#end = end;
    return true;
  }

  /** Nothing comes any more. */
  finish(): void {
    this.#isGrowing = false;
  }
}
