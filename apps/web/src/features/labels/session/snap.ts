import type { FrameTimeline } from "../../replay/engine/frame-timeline.ts";

/** Labels change where a frame begins; the end of the last frame is the end of the episode. */
export function snapToFrame(timeline: FrameTimeline, durationS: number, t: number): number {
  const frame = timeline.frameAt(t);
  const before = timeline.timeOf(frame);
  const after = boundaryAfter(timeline, durationS, frame);
  return t - before <= after - t ? before : after;
}

/** Where the next frame begins. */
export function boundaryAfter(timeline: FrameTimeline, durationS: number, frame: number): number {
  return frame >= timeline.count - 1 ? Math.max(durationS, timeline.end) : timeline.timeOf(frame + 1);
}

/** `frames` boundaries on or back from the one at `t`. */
export function stepBoundary(timeline: FrameTimeline, durationS: number, t: number, frames: number): number {
  const at = t >= durationS - 1e-6 ? timeline.count : timeline.frameAt(t);
  const next = at + frames;
  return next >= timeline.count ? Math.max(durationS, timeline.end) : timeline.timeOf(next);
}
