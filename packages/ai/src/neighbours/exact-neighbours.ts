import type { Matrix, Neighbours } from "../types.ts";
import { emptyLists, offer, toNeighbours } from "./neighbour-lists.ts";
import { squaredDistance } from "./squared-distance.ts";

/** Compares every pair: n² distances. */
export function exactNeighbours({ rows, dims, data }: Matrix, k: number): Neighbours {
  const lists = emptyLists(rows, k);
  for (let i = 0; i < rows; i++)
    for (let j = i + 1; j < rows; j++) {
      const squared = squaredDistance(data, i, data, j, dims);
      offer(lists, i, j, squared);
      offer(lists, j, i, squared);
    }
  return toNeighbours(lists);
}

/** The nearest rows of `matrix` to each row of `queries`, nearest first. */
export function neighboursOf(queries: Matrix, matrix: Matrix, k: number): Neighbours {
  const lists = emptyLists(queries.rows, k);
  for (let i = 0; i < queries.rows; i++)
    for (let j = 0; j < matrix.rows; j++)
      offer(lists, i, j, squaredDistance(queries.data, i, matrix.data, j, matrix.dims));
  return toNeighbours(lists);
}
