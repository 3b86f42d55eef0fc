import type { MapKind, Parts } from "../types.ts";
import { Anchors } from "./anchors.ts";
import { fitsOf, loadPoints, type StoredLayout } from "./layout-row.ts";
import { loadVectors, rowOf } from "./load-vectors.ts";

/** The points of a layout with their vectors: those in memory, or all of them from the database once. */
export async function anchorsOf(
  { db, anchors: store }: Pick<Parts, "db" | "anchors">,
  {
    workspaceId,
    kind,
    textSpace,
    basis,
    layout,
  }: { workspaceId: string; kind: MapKind; textSpace: string; basis: string; layout: StoredLayout },
): Promise<Anchors> {
  const fits = fitsOf(layout, basis);
  const kept = store.get(workspaceId, kind, fits);
  if (kept !== null) return kept;
  const points = await loadPoints(db, workspaceId, kind);
  const { ids, matrix } = await loadVectors(db, workspaceId, kind, textSpace, "placed");
  const anchors = new Anchors(matrix.dims, Math.ceil(ids.length * 1.25));
  for (const [row, id] of ids.entries()) {
    const point = points.get(id);
    if (point !== undefined) anchors.put({ id, vector: rowOf(matrix, row), ...point });
  }
  store.keep(workspaceId, kind, fits, anchors);
  return anchors;
}
