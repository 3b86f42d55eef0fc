import type { LaneSpan } from "@retake/trpc/schemas";

export interface Disagreement {
  from: number;
  to: number;
}

/** Shorter ones are edges a frame apart. */
const SHORT_S = 1e-6;

/** Where two lanes of one episode say different things, seconds; nothing said is a thing of its own. Touching ones are one. */
export function disagreements(
  a: readonly LaneSpan[],
  b: readonly LaneSpan[],
  durationS: number,
): Disagreement[] {
  const inside = [...a, ...b].flatMap(({ start, end }) => [start, end]).filter((t) => t > 0 && t < durationS);
  const cuts = [0, ...new Set(inside.toSorted((x, y) => x - y)), durationS];
  const found: Disagreement[] = [];
  for (const [i, from] of cuts.entries()) {
    const to = cuts[i + 1];
    if (to === undefined || to - from < SHORT_S) continue;
    const middle = (from + to) / 2;
    if (labelAt(a, middle) === labelAt(b, middle)) continue;
    const last = found.at(-1);
    if (last !== undefined && from - last.to < SHORT_S) last.to = to;
    else found.push({ from, to });
  }
  return found;
}

function labelAt(spans: readonly LaneSpan[], t: number): string | null {
  return spans.find(({ start, end }) => start <= t && t < end)?.label ?? null;
}
