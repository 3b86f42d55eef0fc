export interface Span {
  start: number;
  end: number;
}

/** Shares of the episode's fast moves; those of the label proposals. */
const STILL_BELOW = 0.06;
const PAUSE_S = 0.4;

/** Stretches in which the hand stands still for at least 0.4 s; one that stands still while its fingers move does not pause. */
export function stillStretches(t: Float64Array, speed: Float64Array, fingers: readonly Span[]): Span[] {
  const found: Span[] = [];
  let from: number | null = null;
  for (let row = 0; row <= t.length; row++) {
    const isStill = row < t.length && (speed[row] ?? 0) < STILL_BELOW;
    if (isStill) from ??= t[row] ?? 0;
    else if (from !== null) {
      found.push({ start: from, end: t[Math.min(row, t.length - 1)] ?? 0 });
      from = null;
    }
  }
  return fingers.reduce(cutOut, found).filter(({ start, end }) => end - start >= PAUSE_S);
}

const cutOut = (spans: Span[], finger: Span): Span[] =>
  spans.flatMap(({ start, end }) =>
    [
      { start, end: Math.min(end, finger.start) },
      { start: Math.max(start, finger.end), end },
    ].filter((part) => part.end > part.start),
  );
