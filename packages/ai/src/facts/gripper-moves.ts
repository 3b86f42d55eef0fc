import { quantile, rateOf, smooth } from "./series.ts";
import type { GripMove } from "./types.ts";

/** The same thresholds as the proposals of labels use, so that a grasp here is a grasp there. */
const SHUT_BELOW = 0.35;
const OPEN_ABOVE = 0.65;
/** A gripper that moves less than this share of its largest value, on both sides, only trembles. */
const RANGE_SHARE_MIN = 0.05;
/** Where a move begins and ends: its rate falls below this share of its peak. */
const REST_SHARE = 0.1;
const SMOOTH_S = 0.1;

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
  if (!(range > RANGE_SHARE_MIN * Math.max(Math.abs(shut), Math.abs(open)))) return null;
  const share = smooth(
    t,
    opening.map((value) => (value - shut) / range),
    SMOOTH_S,
  );
  const rate = rateOf(t, share);
  const moves: GripMove[] = [];
  const startsOpen = (share[0] ?? 1) > (SHUT_BELOW + OPEN_ABOVE) / 2;
  let isOpen = startsOpen;
  for (let row = 1; row < share.length; row++) {
    const value = share[row] ?? 0;
    if (isOpen ? value >= SHUT_BELOW : value <= OPEN_ABOVE) continue;
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
  const rest = REST_SHARE * at(peak);
  let [from, to] = [Math.min(peak, row), Math.max(peak, row)];
  while (from > 0 && at(from) > rest) from -= 1;
  while (to < rate.length - 1 && at(to) > rest) to += 1;
  return { start: t[from] ?? 0, end: t[to] ?? 0 };
}
