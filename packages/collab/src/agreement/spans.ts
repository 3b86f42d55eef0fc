/** A labelled stretch of one lane, seconds. Spans of one person do not overlap. */
export interface LabelledSpan {
  label: string;
  start: number;
  end: number;
}

/** What frames are that nobody labelled. */
export const UNLABELLED = "";

/** The label of each frame: that of the span which holds the frame's middle. */
export function labelFrames(spans: readonly LabelledSpan[], frames: number, fps: number): string[] {
  const labels = Array.from({ length: frames }, () => UNLABELLED);
  for (const { label, start, end } of spans) {
    const from = Math.max(0, Math.ceil(start * fps - 0.5 - 1e-9));
    const to = Math.min(frames, Math.ceil(end * fps - 0.5 - 1e-9));
    for (let k = from; k < to; k++) labels[k] = label;
  }
  return labels;
}

/** Shared time over joint time; 0 when they do not touch. */
export function intersectionOverUnion(a: LabelledSpan, b: LabelledSpan): number {
  const shared = Math.min(a.end, b.end) - Math.max(a.start, b.start);
  return shared <= 0 ? 0 : shared / (Math.max(a.end, b.end) - Math.min(a.start, b.start));
}
