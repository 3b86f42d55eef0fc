import { gripperMoves } from "./gripper-moves.ts";
import { isGeneric, type SampledSignal } from "./sampled-signal.ts";
import { quantile, rowAt } from "./series.ts";

/** An arm with a gripper has at least this many dimensions. */
const DIMS_MIN = 4;
/** A wider vector holds fingers or a whole body. */
const DIMS_MAX = 16;
/** A gripper rests near one of its two ends for this share of the time, and at either for the second. */
const AT_ENDS_SHARE = 0.75;
const EACH_END_SHARE = 0.08;
const END_WIDTH = 0.15;
const MOVE_S_MAX = 1.5;
const CORRELATION_MIN = 0.5;

/**
 * The last dimension, where LeRobot datasets have the gripper, if it alone switches between two values as a gripper does: it closes and opens, quickly,
 * and rests at both ends. Null when it does not, or others do too: a guess would be worth nothing.
 */
export function gripperByShape(signal: SampledSignal): number | null {
  const { dimsTotal, names, t, columns } = signal;
  if (dimsTotal < DIMS_MIN || dimsTotal > DIMS_MAX || names.some((name) => !isGeneric(name))) return null;
  const found = columns.flatMap((values, column) => (switches(t, values) ? [column] : []));
  return found.length === 1 && found[0] === dimsTotal - 1 ? dimsTotal - 1 : null;
}

function switches(t: Float64Array, values: Float64Array): boolean {
  const [low, high] = [quantile(values, 0.01), quantile(values, 0.99)];
  const width = END_WIDTH * (high - low);
  if (!(width > 0)) return false;
  let [atLow, atHigh] = [0, 0];
  for (const value of values) {
    if (value <= low + width) atLow += 1;
    if (value >= high - width) atHigh += 1;
  }
  const share = (count: number): number => count / values.length;
  if (share(atLow + atHigh) < AT_ENDS_SHARE || share(Math.min(atLow, atHigh)) < EACH_END_SHARE) return false;
  const moves = gripperMoves(t, values)?.moves ?? [];
  return moves.length >= 2 && moves.every(({ start, end }) => end - start <= MOVE_S_MAX);
}

/** Whether a dimension rises and falls with one that is named for closing. */
export function closingLike(
  t: Float64Array,
  values: Float64Array,
  signals: readonly SampledSignal[],
  closes: RegExp,
): boolean {
  for (const signal of signals)
    for (const [column, other] of signal.columns.entries()) {
      if (!closes.test(signal.topic) && !closes.test(signal.names[column] ?? "")) continue;
      if (other === values) continue;
      const there = t.map((now) => other[rowAt(signal.t, now)] ?? Number.NaN);
      if (correlation(values, there) > CORRELATION_MIN) return true;
    }
  return false;
}

/** Pearson's, over the rows where both are finite; 0 where one stands still. */
export function correlation(a: Float64Array, b: Float64Array): number {
  let [n, sumA, sumB, aa, bb, ab] = [0, 0, 0, 0, 0, 0];
  for (const [i, x] of a.entries()) {
    const y = b[i] ?? Number.NaN;
    if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
    n += 1;
    sumA += x;
    sumB += y;
    aa += x * x;
    bb += y * y;
    ab += x * y;
  }
  const spread = Math.sqrt((aa - sumA ** 2 / n) * (bb - sumB ** 2 / n));
  return spread > 0 ? (ab - (sumA * sumB) / n) / spread : 0;
}
