import { seededRandom } from "../../src/neighbours/seeded-random.ts";
import type { Matrix } from "../../src/types.ts";

export interface Blobs extends Matrix {
  blob: number[];
}

/** Rows about `count` centres; `spread` of 1 is half of how far centres usually lie apart in a dimension. */
export function makeBlobs(rows: number, dims: number, count: number, { seed = 7, spread = 0.5 } = {}): Blobs {
  const random = seededRandom(seed);
  const normal = (): number => random() + random() + random() + random() - 2;
  const centres = Array.from({ length: count }, () => Array.from({ length: dims }, () => 2 * normal()));
  const blob = Array.from({ length: rows }, (_, row) => row % count);
  const data = Float32Array.from(
    { length: rows * dims },
    (_, i) => centres[blob[Math.floor(i / dims)]!]![i % dims]! + spread * normal(),
  );
  return { rows, dims, data, blob };
}

/** Rows of `hidden` numbers, seen through a fixed mixture in `dims`. */
export function makeSheet(rows: number, dims: number, hidden: number, seed = 5): Matrix {
  const random = seededRandom(seed);
  const mixture = Array.from({ length: dims * hidden }, () => random() - 0.5);
  const data = new Float32Array(rows * dims);
  for (let row = 0; row < rows; row++) {
    const own = Array.from({ length: hidden }, () => random() - 0.5);
    for (let d = 0; d < dims; d++)
      data[row * dims + d] = own.reduce((sum, value, h) => sum + value * mixture[d * hidden + h]!, 0);
  }
  return { rows, dims, data };
}
