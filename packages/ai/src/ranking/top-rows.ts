/** Rows of the highest finite scores, best first; equal ones by row. */
export function topRows(scores: Float32Array, limit: number): number[] {
  const top: number[] = [];
  let floor = -Infinity;
  const order = (a: number, b: number): number => scores[b]! - scores[a]! || a - b;
  for (let row = 0; row < scores.length; row += 1) {
    if (!(scores[row]! > floor)) continue;
    top.push(row);
    // Sorted only now and then: cheaper than a heap, and simpler.
    if (top.length < 4 * limit + 64) continue;
    top.sort(order);
    top.length = limit;
    floor = scores[top.at(-1) ?? 0]!;
  }
  return top.toSorted(order).slice(0, limit);
}
