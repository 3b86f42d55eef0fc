import { neighboursOf } from "../neighbours/exact-neighbours.ts";
import type { Matrix } from "../types.ts";
import { mean, membership } from "./membership.ts";
import { optimiseLayout } from "./optimise-layout.ts";

const K = 15;
const EPOCHS = 50;
const LEARNING_RATE = 0.25;

/**
 * Puts new rows on a map that stays as it is: at the mean of their neighbours' places, weighted as UMAP would, then a short descent.
 * The library's `transform` misplaces them: it lets them drift away from their neighbours.
 * @param layout of `vectors`, rows × 2
 * @returns added rows × 2
 */
export function placeNew({
  layout,
  vectors,
  added,
  seed,
  k = K,
}: {
  layout: Float32Array;
  vectors: Matrix;
  added: Matrix;
  seed: number;
  k?: number;
}): Float32Array {
  const { rows } = vectors;
  if (rows === 0) return new Float32Array(added.rows * 2);
  const { index, distance } = neighboursOf(added, vectors, Math.min(k, rows));
  const width = Math.min(k, rows);
  const strength = new Float32Array(index.length);
  const all = new Float32Array((rows + added.rows) * 2);
  all.set(layout);
  for (let row = 0; row < added.rows; row++) {
    const [from, to] = [row * width, (row + 1) * width];
    membership(distance.subarray(from, to), mean(distance), strength.subarray(from, to));
    let [x, y, sum] = [0, 0, 0];
    for (let at = from; at < to; at++) {
      const weight = strength[at]!;
      x += weight * layout[2 * index[at]!]!;
      y += weight * layout[2 * index[at]! + 1]!;
      sum += weight;
    }
    all.set([x / sum, y / sum], (rows + row) * 2);
  }
  const head = Int32Array.from(index, (_, at) => rows + Math.floor(at / width));
  const graph = { head, tail: index, strength };
  optimiseLayout(all, graph, { epochs: EPOCHS, seed, learningRate: LEARNING_RATE, firstFree: rows });
  return all.slice(rows * 2);
}
