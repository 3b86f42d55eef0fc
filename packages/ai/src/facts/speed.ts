import { MOTION_RULES } from "@retake/core/motion-rules";
import { quantile, rateOf, smooth } from "./series.ts";

const { speedSmoothS, stillShare } = MOTION_RULES;

/**
 * How fast all columns move together, as a share of this episode's fast moves (its 95th percentile): units do not matter. Each counts by its range
 * in the episode. All zero where nothing moves. The measure of the label proposals.
 */
export function speedOf(t: Float64Array, columns: readonly Float64Array[]): Float64Array {
  const smoothed = columns.map((column) => smooth(t, column, speedSmoothS));
  const ranges = smoothed.map((column) => quantile(column, 0.98) - quantile(column, 0.02));
  const widest = Math.max(0, ...ranges.filter(Number.isFinite));
  const squares = new Float64Array(t.length);
  for (const [i, column] of smoothed.entries()) {
    const range = ranges[i] ?? 0;
    if (!(range > widest * stillShare)) continue;
    for (const [row, rate] of rateOf(t, column).entries())
      squares[row] = (squares[row] ?? 0) + (rate / range) ** 2;
  }
  const speed = smooth(t, squares.map(Math.sqrt), speedSmoothS);
  const fast = quantile(speed, 0.95);
  return fast > 0 ? speed.map((value) => value / fast) : speed;
}
