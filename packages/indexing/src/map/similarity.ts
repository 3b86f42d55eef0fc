/**
 * 1 for equal vectors, 1/2 at `scale`, falling with the square of the distance: 1 / (1 + (d / scale)²). The scale is how far the last kept neighbour
 * of a typical episode is, so that the figure means the same on maps of motion, text and pictures.
 */
export function similarity(distance: number, scale: number): number {
  if (distance <= 0) return 1;
  return scale > 0 ? 1 / (1 + (distance / scale) ** 2) : 0;
}

/** With the digits that are kept. */
export function roundedSimilarity(distance: number, scale: number): number {
  return Math.round(similarity(distance, scale) * 10_000) / 10_000;
}

/** The median of the last neighbours' distances; 0 when half of all are equal to theirs. */
export function typicalDistance({
  k,
  index,
  distance,
}: {
  k: number;
  index: Int32Array;
  distance: Float32Array;
}): number {
  const last: number[] = [];
  for (let row = 0; k > 0 && row < index.length / k; row += 1) {
    const known = distance.subarray(row * k, (row + 1) * k).filter((_, n) => (index[row * k + n] ?? -1) >= 0);
    const far = known.at(-1);
    if (far !== undefined && Number.isFinite(far)) last.push(far);
  }
  last.sort((a, b) => a - b);
  return last[last.length >> 1] ?? 0;
}
