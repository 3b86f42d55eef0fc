import { runJob } from "../thread/run-job.ts";
import type { Anchors } from "./anchors.ts";
import type { Closer } from "./insert-neighbours.ts";
import type { MapVectors } from "./load-vectors.ts";
import { namedNeighbours } from "./named-neighbours.ts";
import type { PointRow } from "./save-points.ts";

export interface PlacedAmong {
  points: PointRow[];
  /** Where one of them is nearer to an anchor than the last of its neighbours. */
  closer: Closer[];
}

/** Finds places for episodes among the points of a layout, and who is near to them. */
export async function placeAmong(
  anchors: Anchors,
  { ids, matrix }: Pick<MapVectors, "ids" | "matrix">,
  { seed, scale, signal }: { seed: number; scale: number; signal: AbortSignal },
): Promise<PlacedAmong> {
  const made = await runJob(
    {
      kind: "place",
      vectors: anchors.vectors,
      layout: anchors.places,
      reach: anchors.reach,
      scale,
      added: matrix,
      seed,
    },
    { signal },
  );
  const rows = anchors.ids.length;
  const { k, index } = made.near;
  const neighbours = namedNeighbours([...anchors.ids, ...ids], made.near, scale);
  const points = ids.map((episodeId, n): PointRow => {
    const anchor = index.subarray(n * k, (n + 1) * k).find((row) => row >= 0 && row < rows);
    return {
      episodeId,
      x: made.layout[2 * n] ?? 0,
      y: made.layout[2 * n + 1] ?? 0,
      cluster: anchor === undefined ? null : (anchors.clusters[anchor] ?? null),
      isPlaced: true,
      neighbours: neighbours[n] ?? [],
    };
  });
  const closer = Array.from(made.closer.anchor, (row, n) => ({
    id: anchors.ids[row] ?? "",
    other: ids[made.closer.added[n] ?? -1] ?? "",
    similarity: made.closer.similarity[n] ?? 0,
  }));
  return { points, closer };
}
