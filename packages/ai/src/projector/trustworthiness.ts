import { emptyLists, offer } from "../neighbours/neighbour-lists.ts";
import { sampleRows } from "../neighbours/seeded-random.ts";
import { squaredDistance } from "../neighbours/squared-distance.ts";
import type { Matrix } from "../types.ts";

const K = 15;
/** Rows that are looked at: their figure is within about 0.002 of everybody's. */
const SAMPLE = 1000;

/**
 * 1 when the k nearest on the map are the k nearest in truth; every other one costs by how far down the true order it stands.
 * (Venna, Kaski 2001.) Measured on `sample` rows against all.
 * @returns 0 … 1; 1 where there are too few rows to tell
 */
export function trustworthiness(
  { rows, dims, data }: Matrix,
  layout: Float32Array,
  { k = K, sample = SAMPLE, seed = 1 }: { k?: number; sample?: number; seed?: number } = {},
): number {
  const near = Math.min(k, Math.floor((rows - 1) / 2));
  if (near < 1) return 1;
  const looked = sampleRows(rows, sample, seed);
  let cost = 0;
  for (const row of looked) {
    const onMap = emptyLists(1, near);
    for (let other = 0; other < rows; other++)
      if (other !== row) offer(onMap, 0, other, squaredDistance(layout, row, layout, other, 2));
    const limits = Array.from(onMap.index, (other) => squaredDistance(data, row, data, other, dims));
    const ranks = new Int32Array(near).fill(1);
    for (let other = 0; other < rows; other++) {
      if (other === row) continue;
      const squared = squaredDistance(data, row, data, other, dims);
      for (let p = 0; p < near; p++) if (squared < limits[p]!) ranks[p]!++;
    }
    for (const rank of ranks) cost += Math.max(0, rank - near);
  }
  return 1 - (2 * cost) / (looked.length * near * (2 * rows - 3 * near - 1));
}
