import type { Matrix, Neighbours } from "../types.ts";
import { exactNeighbours } from "./exact-neighbours.ts";
import { descend } from "./neighbour-descent.ts";
import { emptyLists, toNeighbours } from "./neighbour-lists.ts";
import { growTree } from "./projection-trees.ts";
import { seededRandom } from "./seeded-random.ts";

/** Up to here every pair is compared: at 3,000 rows about as long as growing the trees. */
const EXACT_ROWS_MAX = 3000;
const TREES = 6;

export interface NeighbourOptions {
  seed?: number;
  exactRowsMax?: number;
}

/**
 * The k nearest rows of every row: exact up to `exactRowsMax` (3,000) rows, beyond about 99 % of them, by random-projection trees and
 * neighbour descent. The same seed gives the same answer. Values must be finite.
 */
export function nearestNeighbours(
  matrix: Matrix,
  k: number,
  { seed = 1, exactRowsMax = EXACT_ROWS_MAX }: NeighbourOptions = {},
): Neighbours {
  if (matrix.rows <= exactRowsMax) return exactNeighbours(matrix, k);
  const random = seededRandom(seed);
  const lists = emptyLists(matrix.rows, k);
  for (let tree = 0; tree < TREES; tree++) growTree(matrix, lists, random);
  descend(matrix, lists, random);
  return toNeighbours(lists);
}
