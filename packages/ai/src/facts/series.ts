/** The value below which `share` of the finite ones lie; NaN when there are none. */
export function quantile(values: Float64Array, share: number): number {
  const sorted = values.filter(Number.isFinite).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** Mean over a window of `seconds` around each row; what is not finite is left out. */
export function smooth(t: Float64Array, values: Float64Array, seconds: number): Float64Array {
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
export function rateOf(t: Float64Array, values: Float64Array): Float64Array {
  return Float64Array.from({ length: t.length }, (_, row) => {
    const before = Math.max(0, row - 1);
    const after = Math.min(t.length - 1, row + 1);
    const seconds = (t[after] ?? 0) - (t[before] ?? 0);
    const rate = ((values[after] ?? 0) - (values[before] ?? 0)) / seconds;
    return seconds > 0 && Number.isFinite(rate) ? rate : 0;
  });
}

/** The row whose time is the last at or before `when`; 0 before the first. */
export function rowAt(t: Float64Array, when: number): number {
  let [low, high] = [0, t.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((t[middle] ?? 0) <= when) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** From the lowest finite value to the highest; 0 when there is none. */
export function rangeOf(values: Float64Array): number {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return high >= low ? high - low : 0;
}
