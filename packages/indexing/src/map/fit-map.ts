import { nameClusters } from "@retake/ai/clusters";
import { runJob } from "../thread/run-job.ts";
import type { MapResult } from "../thread/jobs.ts";
import type { MapKind, Parts, Pass } from "../types.ts";
import { loadClusterFacts } from "./cluster-facts.ts";
import type { StoredLayout, StoredPoint } from "./layout-row.ts";
import type { MapVectors } from "./load-vectors.ts";
import { namedNeighbours } from "./named-neighbours.ts";
import { saveLayout } from "./save-layout.ts";
import { typicalDistance } from "./similarity.ts";

/** The same for every workspace and refit, so that a map is what its vectors make it. */
const SEED = 42;

export interface MapWork<L> {
  kind: MapKind;
  vectors: MapVectors;
  layout: L;
  points: ReadonlyMap<string, StoredPoint>;
}

/** Lays a map out in a thread, over the earlier one where there is one, and replaces all its points in one transaction. */
export async function fitMap(
  parts: Parts,
  pass: Pass,
  { kind, vectors, layout, points }: MapWork<StoredLayout | null>,
): Promise<void> {
  const began = performance.now();
  const { ids, matrix } = vectors;
  await pass.tell("map", 0, ids.length);
  const told = (share: number): void =>
    void pass.tell("map", Math.floor(share * ids.length), ids.length).catch(() => undefined);
  const job = { kind: "map", vectors: matrix, start: startOf(ids, points), seed: SEED } as const;
  const made: MapResult = await runJob(job, { signal: pass.signal, onProgress: told });
  const names = nameClusters(made, await loadClusterFacts(parts.db, ids));
  const scale = typicalDistance(made.near);
  await saveLayout(parts.db, pass.workspaceId, kind, {
    version: (layout?.version ?? 0) + 1,
    seed: SEED,
    clusters: made.clusters.map((cluster, n) => ({ ...cluster, name: names[n] ?? `Group ${n + 1}` })),
    figures: {
      trustworthiness: made.trustworthiness,
      meanShift: made.meanShift,
      seconds: Math.round(performance.now() - began) / 1000,
      basis: vectors.basis,
      scale,
    },
    points: namedNeighbours(ids, made.near, scale).map((neighbours, row) => ({
      episodeId: ids[row] ?? "",
      x: made.layout[2 * row] ?? 0,
      y: made.layout[2 * row + 1] ?? 0,
      cluster: (made.label[row] ?? -1) < 0 ? null : (made.label[row] ?? null),
      isPlaced: false,
      neighbours,
    })),
  });
  pass.counts.layouts += 1;
  await pass.tell("map", ids.length, ids.length);
}

function startOf(ids: readonly string[], points: ReadonlyMap<string, StoredPoint>): Float32Array | null {
  const start = new Float32Array(ids.length * 2).fill(Number.NaN);
  let known = 0;
  for (const [row, id] of ids.entries()) {
    const point = points.get(id);
    if (point === undefined) continue;
    start.set([point.x, point.y], 2 * row);
    known += 1;
  }
  return known < 2 ? null : start;
}
