import { MOTION_RULES } from "@retake/core/motion-rules";
import { columnOf, quantile, rateOf, smooth, type Motion } from "./motion.ts";

const { speedSmoothS, stillShare } = MOTION_RULES;

/**
 * How fast all dimensions but `except` move together, as a share of this episode's fast moves (its 95th percentile): units do not matter. Each
 * dimension counts by its range in the episode. All zero where nothing moves.
 */
export function speedOf(motion: Motion, except: readonly number[]): Float64Array {
  const columns = Array.from({ length: motion.dims }, (_, dim) => dim)
    .filter((dim) => !except.includes(dim))
    .map((dim) => smooth(motion.t, columnOf(motion, dim), speedSmoothS));
  const ranges = columns.map((column) => quantile(column, 0.98) - quantile(column, 0.02));
  const widest = Math.max(0, ...ranges.filter(Number.isFinite));
  const squares = new Float64Array(motion.t.length);
  for (const [i, column] of columns.entries()) {
    const range = ranges[i] ?? 0;
    if (!(range > widest * stillShare)) continue;
    for (const [row, rate] of rateOf(motion.t, column).entries())
      squares[row] = (squares[row] ?? 0) + (rate / range) ** 2;
  }
  const speed = smooth(motion.t, squares.map(Math.sqrt), speedSmoothS);
  const fast = quantile(speed, 0.95);
  return fast > 0 ? speed.map((value) => value / fast) : speed;
}
