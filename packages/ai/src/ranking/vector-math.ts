/** Squared length. */
export function squareOf(vector: Float32Array): number {
  let sum = 0;
  for (const value of vector) sum += value * value;
  return sum;
}

/**
 * Lowers each row's squared Euclidean distance to that from one more vector, where that is less.
 * @param dots of the rows with the vector
 * @param squares of the rows
 * @param square of the vector
 * @param has 1 for rows that have a vector
 */
export function keepNearest(
  nearest: Float32Array,
  dots: Float32Array,
  squares: Float32Array,
  square: number,
  has: Uint8Array,
): void {
  const rows = Math.min(nearest.length, dots.length);
  for (let row = 0; row < rows; row += 1) {
    if (has[row] !== 1) continue;
    const distance = Math.max(0, square + squares[row]! - 2 * dots[row]!);
    if (distance < nearest[row]!) nearest[row] = distance;
  }
}

/** The direction between vectors of length 1, of length 1 itself; null where they cancel out or there are none. */
export function meanDirection(vectors: readonly Float32Array[]): Float32Array | null {
  const [first] = vectors;
  if (first === undefined) return null;
  const sum = new Float32Array(first.length);
  for (const vector of vectors) for (let d = 0; d < sum.length; d += 1) sum[d]! += vector[d]!;
  const length = Math.sqrt(squareOf(sum));
  return length > 0 ? sum.map((value) => value / length) : null;
}

export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let d = 0; d < a.length; d += 1) sum += a[d]! * b[d]!;
  return sum;
}
