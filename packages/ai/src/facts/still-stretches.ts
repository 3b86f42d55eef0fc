import { MOTION_RULES } from "@retake/core/motion-rules";

export interface Span {
  start: number;
  end: number;
}

const { stillBelow, pauseS } = MOTION_RULES;

/** Stretches in which the hand stands still for at least 0.4 s; one that stands still while its fingers move does not pause. */
export function stillStretches(t: Float64Array, speed: Float64Array, fingers: readonly Span[]): Span[] {
  const found: Span[] = [];
  let from: number | null = null;
  for (let row = 0; row <= t.length; row++) {
    const isStill = row < t.length && (speed[row] ?? 0) < stillBelow;
    if (isStill) from ??= t[row] ?? 0;
    else if (from !== null) {
      found.push({ start: from, end: t[Math.min(row, t.length - 1)] ?? 0 });
      from = null;
    }
  }
  return fingers.reduce(cutOut, found).filter(({ start, end }) => end - start >= pauseS);
}

const cutOut = (spans: Span[], finger: Span): Span[] =>
  spans.flatMap(({ start, end }) =>
    [
      { start, end: Math.min(end, finger.start) },
      { start: Math.max(start, finger.end), end },
    ].filter((part) => part.end > part.start),
  );
