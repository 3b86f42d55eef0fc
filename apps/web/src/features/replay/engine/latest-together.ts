/** The stretch of the episode, in seconds, during which a picture is the newest that its camera has. */
export interface Span {
  from: number;
  to: number;
}

/** The same moment of two cameras, computed from two clocks, differs by rounding. */
const SLACK_S = 1e-6;

/**
 * Which picture each camera may show so that no two are more than one frame apart: all their spans meet in one instant, and of such
 * instants the latest counts. Spans that meet lie at most one frame of the earlier one's camera apart, whatever the rates.
 * @param cameras for each, the spans of the pictures it could show, oldest first
 * @returns for each, an index into its pictures; null when no choice keeps them together
 */
export function latestTogether(cameras: readonly (readonly Span[])[]): number[] | null {
  const instants = [...new Set(cameras.flatMap((spans) => spans.map(({ to }) => to)))].toSorted(
    (a, b) => b - a,
  );
  for (const instant of instants) {
    const picks = cameras.map((spans) => spans.findLastIndex((span) => holds(span, instant)));
    if (picks.every((pick) => pick !== -1)) return picks;
  }
  return null;
}

function holds({ from, to }: Span, instant: number): boolean {
  return from <= instant + SLACK_S && to >= instant - SLACK_S;
}
