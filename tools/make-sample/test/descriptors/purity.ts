import { nearestNeighbours, neighboursOf } from "@retake/ai/neighbours";
import type { Matrix } from "@retake/ai/types";

/**
 * Share of the k nearest of each episode that are of its own kind, over kinds of at least two; of a kind with fewer than k others, as
 * many as there are.
 */
export function purity(vectors: readonly Float32Array[], kinds: readonly string[], k = 1): number {
  const { index } = nearestNeighbours(matrixOf(vectors), k);
  let [same, looked] = [0, 0];
  for (const [row, kind] of kinds.entries()) {
    const others = kinds.filter((other) => other === kind).length - 1;
    for (let p = 0; p < Math.min(k, others); p++) {
      looked++;
      if (kinds[index[row * k + p]!] === kind) same++;
    }
  }
  return same / looked;
}

/** Share of the changed copies whose nearest original is their own. */
export function selfRetrieval(originals: readonly Float32Array[], copies: readonly Float32Array[]): number {
  const { index } = neighboursOf(matrixOf(copies), matrixOf(originals), 1);
  return index.filter((found, row) => found === row).length / copies.length;
}

export function matrixOf(vectors: readonly Float32Array[]): Matrix {
  const dims = vectors[0]?.length ?? 0;
  const data = new Float32Array(vectors.length * dims);
  for (const [row, vector] of vectors.entries()) data.set(vector, row * dims);
  return { rows: vectors.length, dims, data };
}
