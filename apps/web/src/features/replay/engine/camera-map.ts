import { lastAtOrBefore, type FrameTimeline } from "./frame-timeline.ts";
import type { Span } from "./latest-together.ts";

/** Where one camera's frames of this episode lie in its MP4 file. */
export interface CameraTiming {
  frames: number;
  fps: number;
  /** Seconds into the file: the episode spans [fromTime, toTime); the rest may belong to other episodes. */
  fromTime: number;
  toTime: number;
  /** Presentation time of each frame relative to `fromTime`; null when frame k is at k / fps. */
  times: Float64Array | null;
  /**
   * The episode's time at `fromTime`, for a camera on a clock of its own: it is mapped by time, however many frames it has. Absent or
   * null: it begins with the episode.
   */
  origin?: number | null;
}

/** The share of a frame by which a media time may lie before its frame's edge: times in a file are rounded. */
const EDGE_SLACK_FRAMES = 0.01;
/** A table of times is of the file itself, and of frames that may lie close together. */
const TABLE_SLACK_S_MAX = 0.000_4;

/**
 * Translates between the episode's time and one camera's frames and media times.
 * A camera with one frame per episode frame is mapped by number, so that uneven time stamps never shift a picture; any other by time.
 */
export class CameraMap {
  readonly timeline: FrameTimeline;
  readonly timing: CameraTiming;
  readonly byNumber: boolean;
  /** The episode's time at `fromTime`. */
  readonly #start: number;

  constructor(timeline: FrameTimeline, timing: CameraTiming) {
    this.timeline = timeline;
    this.timing = timing;
    const origin = timing.origin ?? null;
    this.#start = origin ?? timeline.start;
    this.byNumber = origin === null && timing.frames === timeline.count;
  }

  get lastFrame(): number {
    return Math.max(0, this.timing.frames - 1);
  }

  /** The camera frame that belongs to episode time `t`. */
  frameAt(t: number): number {
    const frame = this.timeline.frameAt(t);
    if (this.byNumber) return frame;
    // The time of the episode frame, not `t`: every camera then shows the same instant.
    return this.#frameAtOffset(this.timeline.timeOf(frame) - this.#start);
  }

  /** Media time in the middle of frame `k`: the only place a browser's seek hits exactly. */
  seekTimeOf(k: number): number {
    return (this.#edge(k) + this.#edge(k + 1)) / 2;
  }

  /** Media time that should be playing at episode time `t`, running smoothly inside a frame. */
  mediaTimeAt(t: number): number {
    if (!this.byNumber) return this.#clampMedia(this.timing.fromTime + (t - this.#start));
    const frame = this.timeline.frameAt(t);
    const share = (t - this.timeline.timeOf(frame)) / Math.max(1e-6, this.timeline.durationOf(frame));
    const from = this.#edge(frame);
    return this.#clampMedia(from + Math.min(1, Math.max(0, share)) * (this.#edge(frame + 1) - from));
  }

  /** The camera frame a browser shows when it reports `mediaTime` for it. */
  frameOfMediaTime(mediaTime: number): number {
    return this.#frameAtOffset(mediaTime - this.timing.fromTime);
  }

  /** Whether a picture with this media time is of the episode; its file may hold others before and after. */
  holds(mediaTime: number): boolean {
    const { fromTime } = this.timing;
    return mediaTime > fromTime - this.frameDurationS() / 2 && mediaTime <= this.seekTimeOf(this.lastFrame);
  }

  /** Episode time at which camera frame `k` is due. */
  episodeTimeOf(k: number): number {
    return this.timeline.clamp(this.#dueAt(k));
  }

  /**
   * While frame `k` is the newest of this camera, in episode seconds. Before the first and after the last one there is none to wait for:
   * a camera may begin later or end sooner than the others.
   */
  spanOf(k: number): Span {
    return {
      from: k <= 0 ? -Infinity : this.#dueAt(k),
      to: k >= this.lastFrame ? Infinity : this.#dueAt(k + 1),
    };
  }

  /** The inverse of {@link mediaTimeAt}: the episode time that plays at `mediaTime`. */
  episodeTimeAt(mediaTime: number): number {
    if (!this.byNumber) return this.timeline.clamp(this.#start + mediaTime - this.timing.fromTime);
    const frame = this.frameOfMediaTime(mediaTime);
    const from = this.#edge(frame);
    const share = Math.min(1, Math.max(0, (mediaTime - from) / (this.#edge(frame + 1) - from)));
    return this.timeline.clamp(this.timeline.timeOf(frame) + share * this.timeline.durationOf(frame));
  }

  frameDurationS(): number {
    return 1 / this.timing.fps;
  }

  #dueAt(k: number): number {
    if (this.byNumber) return this.timeline.timeOf(k);
    return this.#start + this.#edge(k) - this.timing.fromTime;
  }

  #frameAtOffset(offset: number): number {
    const { times, fps } = this.timing;
    const k =
      times === null
        ? Math.floor(offset * fps + EDGE_SLACK_FRAMES)
        : lastAtOrBefore(times, offset + Math.min(TABLE_SLACK_S_MAX, EDGE_SLACK_FRAMES / fps));
    return Math.min(this.lastFrame, Math.max(0, k));
  }

  #edge(k: number): number {
    const { times, fps, fromTime, frames } = this.timing;
    if (times === null) return fromTime + k / fps;
    if (k < times.length) return fromTime + (times[Math.max(0, k)] ?? 0);
    return fromTime + (times[times.length - 1] ?? 0) + (k - Math.min(frames, times.length) + 1) / fps;
  }

  #clampMedia(mediaTime: number): number {
    return Math.min(this.seekTimeOf(this.lastFrame), Math.max(this.timing.fromTime, mediaTime));
  }
}
