import type { MapKind, Parts, Pass } from "../types.ts";
import type { StoredLayout } from "./layout-row.ts";
import { anchorsOf } from "./load-anchors.ts";
import { loadVectors, rowOf } from "./load-vectors.ts";
import { placeAmong } from "./place-among.ts";
import { addPoints } from "./save-points.ts";

/**
 * Puts the episodes that have no place yet among their neighbours, and into the lists of those that they are nearer to than the last there. All others
 * stay where they are until the map is laid out again. Only what is new is read, besides the points once.
 */
export async function placePoints(
  parts: Parts,
  { workspaceId, signal, counts, tell }: Pass,
  { kind, textSpace, layout }: { kind: MapKind; textSpace: string; layout: StoredLayout },
): Promise<void> {
  const { db } = parts;
  const fresh = await loadVectors(db, workspaceId, kind, textSpace, "fresh");
  const { ids, matrix, basis } = fresh;
  if (ids.length === 0) return;
  const anchors = await anchorsOf(parts, { workspaceId, kind, textSpace, basis, layout });
  // What is placed anew, because its vector is another, is no neighbour of itself.
  for (const id of ids) anchors.drop(id);
  if (matrix.dims !== anchors.vectors.dims) return;
  await tell("map", 0, ids.length);
  const scale = layout.figures.scale ?? 0;
  const { points, closer } = await placeAmong(anchors, fresh, { seed: layout.seed, scale, signal });
  const changed = await addPoints(db, workspaceId, kind, points, closer);
  for (const [id, list] of changed) anchors.heard(id, list);
  for (const [n, point] of points.entries())
    anchors.put({ id: point.episodeId, vector: rowOf(matrix, n), ...point });
  parts.anchors.placed(workspaceId, kind, ids);
  counts.placed += ids.length;
  await tell("map", ids.length, ids.length);
}
