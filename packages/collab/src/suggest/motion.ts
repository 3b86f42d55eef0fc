/** A signal over time as plain arrays: row i holds `dims` values at `t[i]` seconds; times ascend. */
export interface Motion {
  t: ArrayLike<number>;
  /** Row-major, `t.length * dims`. */
  values: ArrayLike<number>;
  dims: number;
  /** One a dimension, or none at all. */
  names: readonly string[];
}

/** Seconds, `from < to`. */
export interface Stretch {
  from: number;
  to: number;
}

export function columnOf({ t, values, dims }: Motion, dim: number): Float64Array {
  return Float64Array.from({ length: t.length }, (_, row) => values[row * dims + dim] ?? Number.NaN);
}

/** The value below which `share` of the finite ones lie; NaN when there are none. */
export function quantile(values: ArrayLike<number>, share: number): number {
  const sorted = Float64Array.from(Array.from(values).filter(Number.isFinite)).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** Mean over a window of `seconds` around each row; what is not finite is left out. */
export function smooth(t: ArrayLike<number>, values: ArrayLike<number>, seconds: number): Float64Array {
  const out = new Float64Array(t.length);
  let [from, to, sum, count] = [0, 0, 0, 0];
  const take = (row: number, sign: 1 | -1): void => {
    const value = values[row] ?? Number.NaN;
    if (!Number.isFinite(value)) return;
    sum += sign * value;
    count += sign;
  };
  for (let row = 0; row < t.length; row++) {
    const now = t[row] ?? 0;
    while (to < t.length && (t[to] ?? 0) <= now + seconds / 2 + 1e-9) take(to++, 1);
    while (from < to && (t[from] ?? 0) < now - seconds / 2 - 1e-9) take(from++, -1);
    out[row] = count > 0 ? sum / count : 0;
  }
  return out;
}

/** Change a second, by central differences; 0 where time stands still. */
export function rateOf(t: ArrayLike<number>, values: ArrayLike<number>): Float64Array {
  return Float64Array.from({ length: t.length }, (_, row) => {
    const before = Math.max(0, row - 1);
    const after = Math.min(t.length - 1, row + 1);
    const seconds = (t[after] ?? 0) - (t[before] ?? 0);
    const rate = ((values[after] ?? 0) - (values[before] ?? 0)) / seconds;
    return seconds > 0 && Number.isFinite(rate) ? rate : 0;
  });
}
