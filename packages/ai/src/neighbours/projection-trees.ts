import type { Matrix } from "../types.ts";
import { type NeighbourLists, offer } from "./neighbour-lists.ts";
import type { Random } from "./seeded-random.ts";
import { squaredDistance } from "./squared-distance.ts";

/** Rows that are compared with each other at a tree's leaf. */
const LEAF_ROWS = 60;
/** A cut that leaves fewer on one side (duplicates) is replaced by one through the middle. */
const SIDE_ROWS_MIN = 4;

/**
 * Fills the lists from one random-projection tree: rows are cut by the plane half-way between two of them until few are left,
 * and those few are compared with each other. (Dasgupta, Freund 2008.)
 */
export function growTree(matrix: Matrix, lists: NeighbourLists, random: Random): void {
  const ids = Int32Array.from({ length: matrix.rows }, (_, row) => row);
  const normal = new Float32Array(matrix.dims);
  const open: [number, number][] = [[0, matrix.rows]];
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    const [from, to] = part;
    if (to - from <= LEAF_ROWS) {
      compareLeaf(matrix, lists, ids.subarray(from, to));
      continue;
    }
    const cut = split(matrix, ids, from, to, normal, random);
    open.push([from, cut], [cut, to]);
  }
}

function compareLeaf({ data, dims }: Matrix, lists: NeighbourLists, ids: Int32Array): void {
  for (let p = 0; p < ids.length; p++)
    for (let q = p + 1; q < ids.length; q++) {
      const i = ids[p]!;
      const j = ids[q]!;
      const squared = squaredDistance(data, i, data, j, dims);
      offer(lists, i, j, squared);
      offer(lists, j, i, squared);
    }
}

function split(
  { data, dims }: Matrix,
  ids: Int32Array,
  from: number,
  to: number,
  normal: Float32Array,
  random: Random,
): number {
  const a = ids[from + Math.floor(random() * (to - from))]! * dims;
  const b = ids[from + Math.floor(random() * (to - from))]! * dims;
  let offset = 0;
  for (let d = 0; d < dims; d++) {
    const u = data[a + d]!;
    const v = data[b + d]!;
    normal[d] = u - v;
    offset += (u * u - v * v) / 2;
  }
  let low = from;
  let high = to - 1;
  while (low <= high) {
    const row = ids[low]! * dims;
    let side = -offset;
    for (let d = 0; d < dims; d++) side += normal[d]! * data[row + d]!;
    if (side > 0 || (side === 0 && random() < 0.5)) low++;
    else {
      const swapped = ids[low]!;
      ids[low] = ids[high]!;
      ids[high] = swapped;
      high--;
    }
  }
  return low - from < SIDE_ROWS_MIN || to - low < SIDE_ROWS_MIN ? (from + to) >> 1 : low;
}
