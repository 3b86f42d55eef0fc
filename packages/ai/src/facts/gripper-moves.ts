import { MOTION_RULES } from "@retake/core/motion-rules";
import { quantile, rateOf, smooth } from "./series.ts";
import type { GripMove } from "./types.ts";

const { shutBelow, openAbove, gripRangeShareMin, gripRestShare, gripSmoothS } = MOTION_RULES;

export interface GripperMotion {
  moves: GripMove[];
  startsOpen: boolean;
  endsOpen: boolean;
}

/**
 * Closings and openings in time order, from when the fingers begin to move until they rest; null where they only tremble.
 * @param opening larger is more open
 */
export function gripperMoves(t: Float64Array, opening: Float64Array): GripperMotion | null {
  const [shut, open] = [quantile(opening, 0.01), quantile(opening, 0.99)];
  const range = open - shut;
  if (!(range > gripRangeShareMin * Math.max(Math.abs(shut), Math.abs(open)))) return null;
  const share = smooth(
    t,
    opening.map((value) => (value - shut) / range),
    gripSmoothS,
  );
  const rate = rateOf(t, share);
  const moves: GripMove[] = [];
  const startsOpen = (share[0] ?? 1) > (shutBelow + openAbove) / 2;
  let isOpen = startsOpen;
  for (let row = 1; row < share.length; row++) {
    const value = share[row] ?? 0;
    if (isOpen ? value >= shutBelow : value <= openAbove) continue;
    moves.push({ kind: isOpen ? "close" : "open", ...extent(t, rate, row, isOpen ? -1 : 1) });
    isOpen = !isOpen;
  }
  return { moves, startsOpen, endsOpen: isOpen };
}

/** From `row`, which lies inside a move in direction `sign`, to where the fingers rest on both sides. */
function extent(
  t: Float64Array,
  rate: Float64Array,
  row: number,
  sign: 1 | -1,
): { start: number; end: number } {
  const at = (i: number): number => sign * (rate[i] ?? 0);
  let peak = row;
  while (peak > 0 && at(peak - 1) > at(peak)) peak -= 1;
  while (peak < rate.length - 1 && at(peak + 1) > at(peak)) peak += 1;
  const rest = gripRestShare * at(peak);
  let [from, to] = [Math.min(peak, row), Math.max(peak, row)];
  while (from > 0 && at(from) > rest) from -= 1;
  while (to < rate.length - 1 && at(to) > rest) to += 1;
  return { start: t[from] ?? 0, end: t[to] ?? 0 };
}
