import type { Db } from "@retake/db";
import type { MapKind } from "../types.ts";

/** `MapLayout.figures`. */
export interface LayoutFigures {
  /** 0..1, k = 15. */
  trustworthiness: number;
  /** How far the points of the earlier layout moved, in shares of the map's width; null for a first one. */
  meanShift: number | null;
  seconds: number;
  /** What its vectors were computed by: a space of texts, or spaces of motion with the versions of their fits. */
  basis: string;
  /** See `similarity`. */
  scale: number;
}

export interface StoredLayout {
  version: number;
  seed: number;
  fittedCount: number;
  figures: Partial<LayoutFigures>;
}

/** What anchors are of: one version of a layout, and one basis of its vectors. */
export function fitsOf({ version }: Pick<StoredLayout, "version">, basis: string): string {
  return `${version} ${basis}`;
}

export interface StoredPoint {
  x: number;
  y: number;
  cluster: number | null;
  /** [[episode id, similarity]], nearest first. */
  neighbours: [string, number][];
}

export async function loadLayout(
  { prisma }: Db,
  workspaceId: string,
  kind: MapKind,
): Promise<StoredLayout | null> {
  const found = await prisma.mapLayout.findUnique({ where: { workspaceId_kind: { workspaceId, kind } } });
  if (found === null) return null;
  const { version, seed, fittedCount, figures } = found;
  return { version, seed, fittedCount, figures: (figures ?? {}) as Partial<LayoutFigures> };
}

export async function loadPoints(
  { pool }: Db,
  workspaceId: string,
  kind: MapKind,
): Promise<Map<string, StoredPoint>> {
  const { rows } = await pool.query<StoredPoint & { id: string }>(
    `select "episodeId" as "id", "x", "y", "cluster", "neighbours" from "MapPoint" where "workspaceId" = $1 and "kind" = $2`,
    [workspaceId, kind],
  );
  return new Map(rows.map(({ id, ...point }) => [id, point]));
}
