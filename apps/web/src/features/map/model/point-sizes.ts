const SMALLEST = 0.6;
const LARGEST = 2.2;

/** Pixels across that a point has when all are seen: few points are large, many small. */
export function basePixels(count: number): number {
  if (count <= 300) return 10;
  if (count <= 3_000) return 7;
  return count <= 30_000 ? 5 : 3.5;
}

/** Points grow a little while one zooms in, so that they stay hit by a finger and never cover each other when one zooms out. */
export function zoomFactor(zoomedIn: number): number {
  return Math.min(2.5, Math.max(0.7, 2 ** (0.22 * zoomedIn)));
}

/**
 * A factor for each point by a number it has: its area grows with its rank between the lowest and highest twentieth, which
 * no lone outlier bends. Without a value: the smallest.
 */
export function sizeFactors(values: Float32Array): Float32Array {
  const known = Float32Array.from(values.filter((value) => !Number.isNaN(value))).toSorted();
  const at = (share: number): number => known[Math.round(share * (known.length - 1))] ?? 0;
  const [low, high] = [at(0.05), at(0.95)];
  return values.map((value) => {
    if (Number.isNaN(value)) return SMALLEST;
    const share = high > low ? Math.min(1, Math.max(0, (value - low) / (high - low))) : 0.5;
    return Math.sqrt(SMALLEST ** 2 + share * (LARGEST ** 2 - SMALLEST ** 2));
  });
}
