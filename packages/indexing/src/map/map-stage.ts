import type { Parts, Pass } from "../types.ts";
import { MAP_KINDS, type MapKind } from "../types.ts";
import { fitMap } from "./fit-map.ts";
import { loadLayout, loadPoints } from "./layout-row.ts";
import { basisOf, hasVector, loadVectors } from "./load-vectors.ts";
import { placePoints } from "./place-points.ts";
import { dropOrphans } from "./save-points.ts";

/** A map of fewer tells nothing. */
const ROWS_MIN = 2;
/** Laid out again when so many times the points it was fitted to are there. */
const GROWTH = 1.25;
/** To place more than these, each compared with every point, takes longer than laying all of them out. */
const PLACED_MAX = 2_000;
/** So many have a place on the earlier map first, before it is laid out again. */
const PLACED_BEFORE_MAX = 200;

/** Brings the workspace's maps up to date: new episodes are put among their neighbours, and all are laid out anew where that is due. */
export async function mapStage(
  parts: Parts,
  pass: Pass,
  textSpace: string,
  kinds: readonly MapKind[] = MAP_KINDS,
): Promise<void> {
  for (const kind of kinds) {
    pass.signal.throwIfAborted();
    await oneMap(parts, pass, kind, textSpace);
  }
}

async function oneMap(parts: Parts, pass: Pass, kind: MapKind, textSpace: string): Promise<void> {
  const { db, anchors } = parts;
  const { workspaceId } = pass;
  const { missing, extra, count } = await countPoints(parts, workspaceId, kind, textSpace);
  if (extra > 0) {
    await dropOrphans(db, workspaceId, kind, textSpace);
    anchors.forget(workspaceId, kind);
  }
  if (count < ROWS_MIN) return;
  const layout = await loadLayout(db, workspaceId, kind);
  const isDue =
    layout === null ||
    missing > PLACED_MAX ||
    count >= GROWTH * Math.max(1, layout.fittedCount) ||
    layout.figures.basis !== (await basisOf(db, workspaceId, kind, textSpace));
  const mayWait = isDue && !pass.isQuick;
  if (layout !== null && missing > 0 && missing <= (mayWait ? PLACED_BEFORE_MAX : PLACED_MAX))
    await placePoints(parts, pass, { kind, textSpace, layout });
  if (!isDue || pass.isQuick) return;
  const vectors = await loadVectors(db, workspaceId, kind, textSpace);
  if (vectors.ids.length < ROWS_MIN) return;
  const points = await loadPoints(db, workspaceId, kind);
  await fitMap(parts, pass, { kind, textSpace, vectors, layout, points });
}

/** Told by counting, so that a pass that has nothing to do loads no vectors. */
async function countPoints(
  { db }: Pick<Parts, "db">,
  workspaceId: string,
  kind: MapKind,
  textSpace: string,
): Promise<{ missing: number; extra: number; count: number }> {
  const { rows } = await db.pool.query<{ missing: number; extra: number; count: number }>(
    `select count(*) filter (where h."has" and p."episodeId" is null)::int as "missing", count(*) filter (where p."episodeId" is not null and not h."has")::int as "extra",
       count(*) filter (where h."has")::int as "count"
     from "EpisodeIndex" i cross join lateral (select ${hasVector(kind, "$3")} as "has") h
     left join "MapPoint" p on p."episodeId" = i."episodeId" and p."kind" = $2
     where i."workspaceId" = $1 and $3::text is not null`,
    [workspaceId, kind, textSpace],
  );
  return rows[0] ?? { missing: 0, extra: 0, count: 0 };
}
