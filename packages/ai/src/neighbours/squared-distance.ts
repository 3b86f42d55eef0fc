/** Squared Euclidean distance of row `i` of `a` and row `j` of `b`. Four sums, so that the processor need not wait for one. */
export function squaredDistance(
  a: Float32Array,
  i: number,
  b: Float32Array,
  j: number,
  dims: number,
): number {
  let at = i * dims;
  let bt = j * dims;
  const end = at + dims;
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  for (; at + 3 < end; at += 4, bt += 4) {
    const d0 = a[at]! - b[bt]!;
    const d1 = a[at + 1]! - b[bt + 1]!;
    const d2 = a[at + 2]! - b[bt + 2]!;
    const d3 = a[at + 3]! - b[bt + 3]!;
    s0 += d0 * d0;
    s1 += d1 * d1;
    s2 += d2 * d2;
    s3 += d3 * d3;
  }
  for (; at < end; at++, bt++) {
    const d = a[at]! - b[bt]!;
    s0 += d * d;
  }
  return s0 + s1 + s2 + s3;
}
