import type { Matrix } from "@retake/ai/types";
import { roundedSimilarity } from "../map/similarity.ts";
import { type Near, NEIGHBOURS, type PlaceJob, type PlaceResult } from "./jobs.ts";

/**
 * The nearest of each added row among all, and where it is nearer itself than what was kept: every pair is compared once.
 * Several new ones are neighbours of each other too.
 */
export function meetNeighbours({
  vectors,
  added,
  reach,
  scale,
}: Pick<PlaceJob, "vectors" | "added" | "reach" | "scale">): Pick<PlaceResult, "near" | "closer"> {
  const near: Near = {
    k: NEIGHBOURS,
    index: new Int32Array(added.rows * NEIGHBOURS).fill(-1),
    distance: new Float32Array(added.rows * NEIGHBOURS).fill(Infinity),
  };
  const [anchors, fresh, similarities]: [number[], number[], number[]] = [[], [], []];
  for (let row = 0; row < added.rows; row += 1) {
    for (let other = 0; other < vectors.rows; other += 1) {
      const apart = distance(added, row, vectors, other);
      offer(near, row, other, apart);
      const alike = roundedSimilarity(apart, scale);
      if (alike <= (reach[other] ?? -1)) continue;
      anchors.push(other);
      fresh.push(row);
      similarities.push(alike);
    }
    for (let other = 0; other < added.rows; other += 1)
      if (other !== row) offer(near, row, vectors.rows + other, distance(added, row, added, other));
  }
  return {
    near,
    closer: {
      anchor: Int32Array.from(anchors),
      added: Int32Array.from(fresh),
      similarity: Float64Array.from(similarities),
    },
  };
}

/** Keeps the nearest in order. */
function offer({ k, index, distance: kept }: Near, row: number, other: number, apart: number): void {
  const [from, last] = [row * k, (row + 1) * k - 1];
  if (!(apart < (kept[last] ?? Infinity))) return;
  let at = last;
  for (; at > from && (kept[at - 1] ?? 0) > apart; at -= 1) {
    kept[at] = kept[at - 1] ?? 0;
    index[at] = index[at - 1] ?? -1;
  }
  kept[at] = apart;
  index[at] = other;
}

function distance(a: Matrix, i: number, b: Matrix, j: number): number {
  const { dims } = a;
  let sum = 0;
  for (let d = 0; d < dims; d += 1) {
    const apart = (a.data[i * dims + d] ?? 0) - (b.data[j * dims + d] ?? 0);
    sum += apart * apart;
  }
  return Math.sqrt(sum);
}
