import type { Neighbours } from "../types.ts";
import { mean, membership } from "./membership.ts";

/** Undirected edges with strengths in (0, 1]. */
export interface FuzzyGraph {
  head: Int32Array;
  tail: Int32Array;
  strength: Float32Array;
}

/** Joins what each row says of its neighbours: an edge holds if either end says so (a + b − ab). */
export function fuzzyGraph({ k, index, distance }: Neighbours): FuzzyGraph {
  const rows = k === 0 ? 0 : index.length / k;
  const said = new Float32Array(index.length);
  const meanDistance = mean(distance);
  for (let row = 0; row < rows; row++) {
    const [from, to] = [row * k, (row + 1) * k];
    membership(distance.subarray(from, to), meanDistance, said.subarray(from, to));
  }
  const graph = {
    head: new Int32Array(index.length),
    tail: new Int32Array(index.length),
    strength: new Float32Array(index.length),
  };
  let edges = 0;
  for (let row = 0; row < rows; row++)
    for (let at = row * k; at < (row + 1) * k; at++) {
      const other = index[at]!;
      const there = said[at]!;
      if (other < 0 || !(there > 0)) continue;
      const back = saidBack(index, said, other, row, k);
      // Said by both: the lower row writes it.
      if (back > 0 && other < row) continue;
      graph.head[edges] = row;
      graph.tail[edges] = other;
      graph.strength[edges] = there + back - there * back;
      edges++;
    }
  const { head, tail, strength } = graph;
  return {
    head: head.subarray(0, edges),
    tail: tail.subarray(0, edges),
    strength: strength.subarray(0, edges),
  };
}

function saidBack(index: Int32Array, said: Float32Array, row: number, other: number, k: number): number {
  for (let at = row * k; at < (row + 1) * k; at++) if (index[at] === other) return said[at]!;
  return 0;
}
