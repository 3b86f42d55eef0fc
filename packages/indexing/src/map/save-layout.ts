import type { Db } from "@retake/db";
import type { MapKind } from "../types.ts";
import type { LayoutFigures } from "./layout-row.ts";
import { insertPoints, mirrorPlaces, type PointRow } from "./save-points.ts";

export interface NewLayout {
  version: number;
  seed: number;
  /** Points that it was fitted to; others were put among them. */
  fittedCount: number;
  clusters: readonly { id: number; name: string; x: number; y: number; count: number }[];
  figures: LayoutFigures;
  points: readonly PointRow[];
}

const BATCH = 5_000;

/** Nobody sees points of two versions together: all are replaced in one transaction. */
export async function saveLayout(
  { pool }: Db,
  workspaceId: string,
  kind: MapKind,
  layout: NewLayout,
): Promise<void> {
  const { version, seed, fittedCount, clusters, figures, points } = layout;
  const client = await pool.connect();
  try {
    await client.query("begin");
    await client.query(`delete from "MapPoint" where "workspaceId" = $1 and "kind" = $2`, [
      workspaceId,
      kind,
    ]);
    for (let from = 0; from < points.length; from += BATCH)
      await insertPoints(client, workspaceId, kind, points.slice(from, from + BATCH));
    await client.query(
      `insert into "MapLayout" ("workspaceId", "kind", "version", "seed", "fittedCount", "clusters", "figures", "fittedAt")
       values ($1, $2, $3, $4, $5, $6, $7, now())
       on conflict ("workspaceId", "kind") do update set "version" = excluded."version", "seed" = excluded."seed", "fittedCount" = excluded."fittedCount",
         "clusters" = excluded."clusters", "figures" = excluded."figures", "fittedAt" = excluded."fittedAt"`,
      [workspaceId, kind, version, seed, fittedCount, JSON.stringify(clusters), JSON.stringify(figures)],
    );
    if (kind !== "visual") await mirrorPlaces(client, workspaceId, null);
    await client.query("select pg_notify('index', $1)", [workspaceId]);
    await client.query("commit");
  } catch (thrown) {
    await client.query("rollback").catch(() => undefined);
    throw thrown;
  } finally {
    client.release();
  }
}
