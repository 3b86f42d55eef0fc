import type { Matrix } from "../types.ts";
import { type NeighbourLists, offer } from "./neighbour-lists.ts";
import type { Random } from "./seeded-random.ts";
import { squaredDistance } from "./squared-distance.ts";

/** Neighbours of a row, in either direction, that one round looks at. */
const CANDIDATES = 24;
const ROUNDS_MAX = 8;
/** A round that improves less than this share of all entries is the last. */
const IMPROVED_MIN = 0.001;

/** Neighbours of neighbours are likely neighbours: compares them until little changes. (NN-descent: Dong, Charikar, Li 2011.) */
export function descend(matrix: Matrix, lists: NeighbourLists, random: Random): void {
  const fresh = candidates(lists.rows, random);
  const known = candidates(lists.rows, random);
  for (let round = 0; round < ROUNDS_MAX; round++) {
    fresh.clear();
    known.clear();
    for (let row = 0; row < lists.rows; row++)
      for (let at = row * lists.k; at < (row + 1) * lists.k; at++) {
        const other = lists.index[at]!;
        if (other < 0) break;
        const to = lists.fresh[at] === 1 ? fresh : known;
        to.add(row, other);
        to.add(other, row);
      }
    lists.fresh.fill(0);
    let improved = 0;
    for (let row = 0; row < lists.rows; row++)
      improved += compare(matrix, lists, fresh.of(row), known.of(row));
    if (improved < IMPROVED_MIN * lists.index.length) break;
  }
}

/** Pairs of which at least one is fresh: the others were compared in an earlier round. */
function compare(
  { data, dims }: Matrix,
  lists: NeighbourLists,
  fresh: Int32Array,
  known: Int32Array,
): number {
  let improved = 0;
  const meet = (i: number, j: number): void => {
    if (i === j) return;
    const squared = squaredDistance(data, i, data, j, dims);
    if (offer(lists, i, j, squared)) improved++;
    if (offer(lists, j, i, squared)) improved++;
  };
  for (let p = 0; p < fresh.length; p++) {
    for (let q = p + 1; q < fresh.length; q++) meet(fresh[p]!, fresh[q]!);
    for (let q = 0; q < known.length; q++) meet(fresh[p]!, known[q]!);
  }
  return improved;
}

interface Candidates {
  clear(): void;
  add(row: number, other: number): void;
  of(row: number): Int32Array;
}

/** Up to {@link CANDIDATES} per row, evenly drawn from all that are added (reservoir sampling). */
function candidates(rows: number, random: Random): Candidates {
  const ids = new Int32Array(rows * CANDIDATES);
  const seen = new Int32Array(rows);
  return {
    clear: () => void seen.fill(0),
    add(row, other) {
      const count = seen[row]!;
      seen[row] = count + 1;
      const at = count < CANDIDATES ? count : Math.floor(random() * (count + 1));
      if (at < CANDIDATES) ids[row * CANDIDATES + at] = other;
    },
    of: (row) => ids.subarray(row * CANDIDATES, row * CANDIDATES + Math.min(CANDIDATES, seen[row]!)),
  };
}
