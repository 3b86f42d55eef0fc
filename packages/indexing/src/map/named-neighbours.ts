import type { Near } from "../thread/jobs.ts";
import { roundedSimilarity } from "./similarity.ts";

/** [[episode id, similarity]], nearest first, one list per row. @param ids of the rows that `near` points at */
export function namedNeighbours(
  ids: readonly string[],
  { k, index, distance }: Near,
  scale: number,
): [string, number][][] {
  const rows = k === 0 ? ids.length : index.length / k;
  return Array.from({ length: rows }, (_, row) => {
    const found: [string, number][] = [];
    for (let at = row * k; at < (row + 1) * k; at += 1) {
      const id = ids[index[at] ?? -1];
      if (id !== undefined) found.push([id, roundedSimilarity(distance[at] ?? 0, scale)]);
    }
    return found;
  });
}
