/**
 * The rows of `t` in the order of time, equal times as they stand; null when they stand in order already.
 * A few ascending runs one after the other, as the parts of an episode whose clock went back, take one merge each time their number
 * halves.
 */
export function timeOrder(t: Float64Array): Uint32Array | null {
  let bounds = runBounds(t);
  if (bounds.length <= 2) return null;
  let order = Uint32Array.from(t.keys());
  let spare = new Uint32Array(t.length);
  while (bounds.length > 2) {
    const merged = [0];
    for (let i = 0; i + 1 < bounds.length; i += 2) {
      const begin = bounds[i] ?? 0;
      const middle = bounds[i + 1] ?? t.length;
      const end = bounds[i + 2] ?? middle;
      merge(t, order, spare, { begin, middle, end });
      merged.push(end);
    }
    bounds = merged;
    [order, spare] = [spare, order];
  }
  return order;
}

/** Where each ascending run begins, and the end. */
function runBounds(t: Float64Array): number[] {
  const bounds = [0];
  for (let row = 1; row < t.length; row++) if ((t[row] ?? 0) < (t[row - 1] ?? 0)) bounds.push(row);
  if (t.length > 0) bounds.push(t.length);
  return bounds;
}

/** Rows of `from` in `[begin, middle)` and `[middle, end)`, each ascending, to `into` in `[begin, end)`. */
function merge(
  t: Float64Array,
  from: Uint32Array,
  into: Uint32Array,
  { begin, middle, end }: { begin: number; middle: number; end: number },
): void {
  let left = begin;
  let right = middle;
  for (let at = begin; at < end; at++) {
    const takesLeft =
      right >= end || (left < middle && (t[from[left] ?? 0] ?? 0) <= (t[from[right] ?? 0] ?? 0));
    into[at] = from[takesLeft ? left++ : right++] ?? 0;
  }
}
