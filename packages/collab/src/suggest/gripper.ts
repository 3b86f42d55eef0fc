import { GRIPPER_NAME, MOTION_RULES, NO_OPENING } from "@retake/core/motion-rules";
import { columnOf, quantile, rateOf, smooth, type Motion } from "./motion.ts";

/** One closing or opening, from when the fingers begin to move until they rest. */
export interface GripperMove {
  kind: "close" | "open";
  from: number;
  to: number;
}

const { shutBelow, openAbove, gripRangeShareMin, gripRestShare, gripSmoothS } = MOTION_RULES;

/** Dimensions that are grippers, by their names. */
export function findGripper(names: readonly string[]): number[] {
  return names.flatMap((name, dim) => (GRIPPER_NAME.test(name) && !NO_OPENING.test(name) ? [dim] : []));
}

/** The moves of one gripper in time order. Larger values are taken to be more open, as robots of LeRobot and ALOHA have it. */
export function gripperMoves(motion: Motion, dim: number): GripperMove[] {
  const raw = columnOf(motion, dim);
  const [shut, open] = [quantile(raw, 0.01), quantile(raw, 0.99)];
  const range = open - shut;
  if (!(range > gripRangeShareMin * Math.max(Math.abs(shut), Math.abs(open)))) return [];
  const share = smooth(
    motion.t,
    raw.map((value) => (value - shut) / range),
    gripSmoothS,
  );
  const rate = rateOf(motion.t, share);
  const moves: GripperMove[] = [];
  let isOpen = (share[0] ?? 1) > (shutBelow + openAbove) / 2;
  for (let row = 1; row < share.length; row++) {
    const value = share[row] ?? 0;
    if (isOpen ? value >= shutBelow : value <= openAbove) continue;
    moves.push({ kind: isOpen ? "close" : "open", ...extent(motion.t, rate, row, isOpen ? -1 : 1) });
    isOpen = !isOpen;
  }
  return moves;
}

/** From `row`, which lies inside a move in direction `sign`, to where the fingers rest on both sides. */
function extent(
  t: ArrayLike<number>,
  rate: Float64Array,
  row: number,
  sign: 1 | -1,
): { from: number; to: number } {
  const at = (i: number): number => sign * (rate[i] ?? 0);
  let peak = row;
  while (peak > 0 && at(peak - 1) > at(peak)) peak -= 1;
  while (peak < rate.length - 1 && at(peak + 1) > at(peak)) peak += 1;
  const rest = gripRestShare * at(peak);
  let [from, to] = [Math.min(peak, row), Math.max(peak, row)];
  while (from > 0 && at(from) > rest) from -= 1;
  while (to < rate.length - 1 && at(to) > rest) to += 1;
  return { from: t[from] ?? 0, to: t[to] ?? 0 };
}
