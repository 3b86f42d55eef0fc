import type { LabelledSpan } from "./spans.ts";

export interface BoundaryScore {
  matched: number;
  /** Boundaries of the one and of the other. */
  counts: [number, number];
  /** 2 × matched / (both counts); null when neither has any. */
  f1: number | null;
  /** Mean distance of matched ones, seconds; null without any. */
  meanOffsetS: number | null;
}

/** Nearer than a frame of any camera. */
const SAME_S = 1e-6;

/**
 * How many boundaries (starts and ends; the joint of two touching spans counts once) both have within `toleranceS` of each other.
 * Each is matched once at most; going along in time and taking the nearest free partner in reach gives the most matches, as both are ordered.
 */
export function matchBoundaries(
  a: readonly LabelledSpan[],
  b: readonly LabelledSpan[],
  toleranceS: number,
): BoundaryScore {
  const [mine, theirs] = [boundariesOf(a), boundariesOf(b)];
  let matched = 0;
  let offsets = 0;
  let at = 0;
  for (const time of mine) {
    while (at < theirs.length && (theirs[at] ?? Infinity) < time - toleranceS - SAME_S) at++;
    const partner = theirs[at];
    if (partner === undefined || partner > time + toleranceS + SAME_S) continue;
    matched++;
    offsets += Math.abs(partner - time);
    at++;
  }
  const both = mine.length + theirs.length;
  return {
    matched,
    counts: [mine.length, theirs.length],
    f1: both === 0 ? null : (2 * matched) / both,
    meanOffsetS: matched === 0 ? null : offsets / matched,
  };
}

function boundariesOf(spans: readonly LabelledSpan[]): number[] {
  const times = spans.flatMap(({ start, end }) => [start, end]).sort((a, b) => a - b);
  return times.filter((time, i) => i === 0 || time - (times[i - 1] ?? -Infinity) > SAME_S);
}
