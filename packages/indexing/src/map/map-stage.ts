import type { Parts, Pass } from "../types.ts";
import { MAP_KINDS, type MapKind } from "../types.ts";
import { fitMap } from "./fit-map.ts";
import { loadLayout, loadPoints } from "./layout-row.ts";
import { basisOf, loadVectors } from "./load-vectors.ts";
import { placePoints } from "./place-points.ts";
import { dropPoints } from "./save-points.ts";

/** A map of fewer tells nothing. */
const ROWS_MIN = 2;
/** Laid out again when so many times the points it was fitted to are there. */
const GROWTH = 1.25;

/** Brings the workspace's maps up to date: laid out anew where that is due, else with the new episodes put among their neighbours. */
export async function mapStage(
  parts: Parts,
  pass: Pass,
  textSpace: string,
  kinds: readonly MapKind[] = MAP_KINDS,
): Promise<void> {
  for (const kind of kinds) {
    pass.signal.throwIfAborted();
    if (await isCurrent(parts, pass.workspaceId, kind, textSpace)) continue;
    await oneMap(parts, pass, kind, textSpace);
  }
}

async function oneMap(parts: Parts, pass: Pass, kind: MapKind, textSpace: string): Promise<void> {
  const { db } = parts;
  const { workspaceId } = pass;
  const vectors = await loadVectors(db, workspaceId, kind, textSpace);
  const layout = await loadLayout(db, workspaceId, kind);
  const points = await loadPoints(db, workspaceId, kind);
  const known = new Set(vectors.ids);
  const orphans = [...points.keys()].filter((id) => !known.has(id));
  await dropPoints(db, workspaceId, kind, orphans);
  if (vectors.ids.length < ROWS_MIN) return;
  const isDue =
    layout === null ||
    vectors.ids.length >= GROWTH * Math.max(1, layout.fittedCount) ||
    layout.figures.basis !== vectors.basis;
  if (isDue) await fitMap(parts, pass, { kind, vectors, layout, points });
  else if (vectors.ids.some((id) => !points.has(id)))
    await placePoints(parts, pass, { kind, vectors, layout, points });
}

/** Told by counting, so that a pass that has nothing to do loads no vectors. */
async function isCurrent(
  { db }: Parts,
  workspaceId: string,
  kind: MapKind,
  textSpace: string,
): Promise<boolean> {
  const has = {
    motion: `i."motion" is not null`,
    visual: `i."visual" is not null`,
    text: `exists (select 1 from "TextVector" v where v."space" = $3 and v."hash" in (i."taskHash", i."peopleHash", i."descriptionHash"))`,
  }[kind];
  const { rows } = await db.pool.query<{
    missing: number;
    extra: number;
    count: number;
    fitted: number | null;
    basis: string | null;
  }>(
    `select count(*) filter (where h."has" and p."episodeId" is null)::int as "missing", count(*) filter (where p."episodeId" is not null and not h."has")::int as "extra",
       count(*) filter (where h."has")::int as "count", max(l."fittedCount") as "fitted", max(l."figures"->>'basis') as "basis"
     from "EpisodeIndex" i cross join lateral (select ${has} as "has") h
     left join "MapPoint" p on p."episodeId" = i."episodeId" and p."kind" = $2
     left join "MapLayout" l on l."workspaceId" = $1 and l."kind" = $2
     where i."workspaceId" = $1 and $3::text is not null`,
    [workspaceId, kind, textSpace],
  );
  const row = rows[0];
  if (row === undefined) return true;
  const { missing, extra, count, fitted, basis } = row;
  if (count < ROWS_MIN) return extra === 0;
  const wanted = await basisOf(db, workspaceId, kind, textSpace);
  return (
    missing === 0 &&
    extra === 0 &&
    fitted !== null &&
    count < GROWTH * Math.max(1, fitted) &&
    basis === wanted
  );
}
