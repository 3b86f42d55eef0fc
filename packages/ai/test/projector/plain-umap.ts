import { UMAP } from "umap-js";
import { seededRandom } from "../../src/neighbours/seeded-random.ts";
import type { Matrix } from "../../src/types.ts";

/** The library as its manual says, with its own neighbours and start. */
export function plainUmap({ rows, dims, data }: Matrix, seed: number): Float32Array {
  const umap = new UMAP({ nNeighbors: 15, minDist: 0.1, spread: 1, random: seededRandom(seed) });
  const points = umap.fit(
    Array.from({ length: rows }, (_, row) => Array.from(data.subarray(row * dims, (row + 1) * dims))),
  );
  return Float32Array.from(points.flat());
}
