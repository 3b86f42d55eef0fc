import { nameClusters } from "@retake/ai/clusters";
import { runJob } from "../thread/run-job.ts";
import type { MapResult } from "../thread/jobs.ts";
import type { MapKind, Parts, Pass } from "../types.ts";
import { Anchors } from "./anchors.ts";
import { loadClusterFacts } from "./cluster-facts.ts";
import { mergeNeighbours } from "./insert-neighbours.ts";
import { fitsOf, type StoredLayout, type StoredPoint } from "./layout-row.ts";
import { idsWithVector, loadVectors, type MapVectors, rowOf } from "./load-vectors.ts";
import { namedNeighbours } from "./named-neighbours.ts";
import { placeAmong } from "./place-among.ts";
import { saveLayout } from "./save-layout.ts";
import type { PointRow } from "./save-points.ts";
import { typicalDistance } from "./similarity.ts";

/** The same for every workspace and refit, so that a map is what its vectors make it. */
const SEED = 42;

export interface MapWork {
  kind: MapKind;
  textSpace: string;
  vectors: MapVectors;
  layout: StoredLayout | null;
  points: ReadonlyMap<string, StoredPoint>;
}

/**
 * Lays a map out in a thread, over the earlier one where there is one, and replaces all its points in one transaction. What is placed on the earlier
 * one meanwhile gets its place on this one before anybody sees it.
 */
export async function fitMap(parts: Parts, pass: Pass, work: MapWork): Promise<void> {
  const { kind, vectors, layout, points } = work;
  const { workspaceId, signal } = pass;
  const began = performance.now();
  const { ids, matrix, basis } = vectors;
  await pass.tell("map", 0, ids.length);
  const told = (share: number): void =>
    void pass.tell("map", Math.floor(share * ids.length), ids.length).catch(() => undefined);
  const job = { kind: "map", vectors: matrix, start: startOf(ids, points), seed: SEED } as const;
  parts.anchors.startNoting(workspaceId, kind);
  const made: MapResult = await pass.beside(runJob(job, { signal, onProgress: told }));
  const names = nameClusters(made, await loadClusterFacts(parts.db, ids));
  const scale = typicalDistance(made.near);
  const version = (layout?.version ?? 0) + 1;
  const { anchors, all } = await withLate(parts, pass, work, pointsOf(vectors, made, scale), scale);
  await saveLayout(parts.db, workspaceId, kind, {
    version,
    seed: SEED,
    fittedCount: ids.length,
    clusters: made.clusters.map((cluster, n) => ({ ...cluster, name: names[n] ?? `Group ${n + 1}` })),
    figures: {
      trustworthiness: made.trustworthiness,
      meanShift: made.meanShift,
      seconds: Math.round(performance.now() - began) / 1000,
      basis,
      scale,
    },
    points: all,
  });
  parts.anchors.keep(workspaceId, kind, fitsOf({ version }, basis), anchors);
  pass.counts.layouts += 1;
  await pass.tell("map", ids.length, ids.length);
}

/** All points of the new layout: those it was fitted to, and those that came or changed while it was computed. */
async function withLate(
  { db, anchors: store }: Parts,
  { workspaceId, signal }: Pass,
  { kind, textSpace, vectors }: MapWork,
  fitted: PointRow[],
  scale: number,
): Promise<{ anchors: Anchors; all: PointRow[] }> {
  const anchors = new Anchors(vectors.matrix.dims, Math.ceil(fitted.length * 1.25));
  for (const [row, point] of fitted.entries())
    anchors.put({ id: point.episodeId, vector: rowOf(vectors.matrix, row), ...point });
  const noted = store.endNoting(workspaceId, kind);
  const known = new Set(vectors.ids);
  const late = (await idsWithVector(db, workspaceId, kind, textSpace)).filter(
    (id) => noted.has(id) || !known.has(id),
  );
  if (late.length === 0) return { anchors, all: fitted };
  const added = await loadVectors(db, workspaceId, kind, textSpace, { ids: late });
  if (added.ids.length === 0 || added.basis !== vectors.basis) return { anchors, all: fitted };
  for (const id of added.ids) anchors.drop(id);
  const { points, closer } = await placeAmong(anchors, added, { seed: SEED, scale, signal });
  for (const [n, point] of points.entries())
    anchors.put({ id: point.episodeId, vector: rowOf(added.matrix, n), ...point });
  const byId = new Map(fitted.map((point) => [point.episodeId, point]));
  for (const one of closer) {
    const point = byId.get(one.id);
    if (point === undefined) continue;
    const neighbours = mergeNeighbours(point.neighbours, [one]);
    byId.set(one.id, { ...point, neighbours });
    anchors.heard(one.id, neighbours);
  }
  for (const point of points) byId.set(point.episodeId, point);
  return { anchors, all: [...byId.values()] };
}

function pointsOf({ ids }: MapVectors, made: MapResult, scale: number): PointRow[] {
  return namedNeighbours(ids, made.near, scale).map((neighbours, row) => ({
    episodeId: ids[row] ?? "",
    x: made.layout[2 * row] ?? 0,
    y: made.layout[2 * row + 1] ?? 0,
    cluster: (made.label[row] ?? -1) < 0 ? null : (made.label[row] ?? null),
    isPlaced: false,
    neighbours,
  }));
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
