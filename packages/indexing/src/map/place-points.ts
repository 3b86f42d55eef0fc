import type { Matrix } from "@retake/ai/types";
import { runJob } from "../thread/run-job.ts";
import type { Parts, Pass } from "../types.ts";
import type { MapWork } from "./fit-map.ts";
import type { StoredLayout } from "./layout-row.ts";
import { namedNeighbours } from "./named-neighbours.ts";
import { addPoints } from "./save-points.ts";

/**
 * Puts the episodes that have no place yet among their neighbours; all others stay where they are, and so do their lists of neighbours until
 * the map is laid out again.
 */
export async function placePoints(
  { db }: Parts,
  pass: Pass,
  { kind, vectors, layout, points }: MapWork<StoredLayout>,
): Promise<void> {
  const known = rowsOf(vectors.ids, (id) => points.has(id));
  const fresh = rowsOf(vectors.ids, (id) => !points.has(id));
  const places = new Float32Array(known.length * 2);
  for (const [n, row] of known.entries()) {
    const { x, y } = points.get(vectors.ids[row] ?? "") ?? { x: 0, y: 0 };
    places.set([x, y], 2 * n);
  }
  await pass.tell("map", 0, fresh.length);
  const job = {
    kind: "place",
    vectors: select(vectors.matrix, known),
    layout: places,
    added: select(vectors.matrix, fresh),
    seed: layout.seed,
  } as const;
  const made = await runJob(job, { signal: pass.signal });
  const ids = [...known, ...fresh].map((row) => vectors.ids[row] ?? "");
  const neighbours = namedNeighbours(ids, made.near, layout.figures.scale ?? 0);
  const rows = fresh.map((row, n) => {
    const nearest = neighbours[n]?.find(([id]) => points.has(id))?.[0];
    return {
      episodeId: vectors.ids[row] ?? "",
      x: made.layout[2 * n] ?? 0,
      y: made.layout[2 * n + 1] ?? 0,
      cluster: nearest === undefined ? null : (points.get(nearest)?.cluster ?? null),
      isPlaced: true,
      neighbours: neighbours[n] ?? [],
    };
  });
  await addPoints(db, pass.workspaceId, kind, rows);
  pass.counts.placed += rows.length;
  await pass.tell("map", fresh.length, fresh.length);
}

function rowsOf(ids: readonly string[], wanted: (id: string) => boolean): number[] {
  return ids.flatMap((id, row) => (wanted(id) ? [row] : []));
}

function select({ dims, data }: Matrix, rows: readonly number[]): Matrix {
  const chosen = new Float32Array(rows.length * dims);
  for (const [n, row] of rows.entries()) chosen.set(data.subarray(row * dims, (row + 1) * dims), n * dims);
  return { rows: rows.length, dims, data: chosen };
}
