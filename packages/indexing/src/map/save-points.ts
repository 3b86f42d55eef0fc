import type { Db } from "@retake/db";
import { notify } from "@retake/db/notify";
import type { MapKind } from "../types.ts";

export interface PointRow {
  episodeId: string;
  x: number;
  y: number;
  cluster: number | null;
  isPlaced: boolean;
  neighbours: readonly (readonly [string, number])[];
}

interface Queryable {
  query(text: string, values: unknown[]): Promise<unknown>;
}

/** New points of a layout that stays. */
export async function addPoints(
  { pool }: Db,
  workspaceId: string,
  kind: MapKind,
  points: readonly PointRow[],
): Promise<void> {
  await insertPoints(pool, workspaceId, kind, points);
  await mirrorPlaces(
    pool,
    workspaceId,
    points.map(({ episodeId }) => episodeId),
  );
  await notify(pool, "index", workspaceId);
}

/** Points of episodes that have no vector any more. */
export async function dropPoints(
  { pool }: Db,
  workspaceId: string,
  kind: MapKind,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  await pool.query(
    `delete from "MapPoint" where "workspaceId" = $1 and "kind" = $2 and "episodeId" = any($3)`,
    [workspaceId, kind, ids],
  );
  await notify(pool, "index", workspaceId);
}

/** Those whose episode was deleted meanwhile are passed over. */
export async function insertPoints(
  db: Queryable,
  workspaceId: string,
  kind: MapKind,
  points: readonly PointRow[],
): Promise<void> {
  await db.query(
    `insert into "MapPoint" ("workspaceId", "episodeId", "kind", "x", "y", "cluster", "isPlaced", "neighbours")
     select $1, e."id", $2, r."x", r."y", r."cluster", r."isPlaced", r."neighbours"
     from unnest($3::text[], $4::real[], $5::real[], $6::int[], $7::boolean[], $8::jsonb[]) as r("id", "x", "y", "cluster", "isPlaced", "neighbours")
     join "Episode" e on e."id" = r."id" and e."workspaceId" = $1
     on conflict ("episodeId", "kind") do update set "x" = excluded."x", "y" = excluded."y", "cluster" = excluded."cluster", "isPlaced" = excluded."isPlaced",
       "neighbours" = excluded."neighbours"`,
    [
      workspaceId,
      kind,
      points.map(({ episodeId }) => episodeId),
      points.map(({ x }) => x),
      points.map(({ y }) => y),
      points.map(({ cluster }) => cluster),
      points.map(({ isPlaced }) => isPlaced),
      points.map(({ neighbours }) => JSON.stringify(neighbours)),
    ],
  );
}

/** What lists and REST show of the map: the place by motion, or by words where nothing moves. @param ids null: all of the workspace */
export async function mirrorPlaces(
  db: Queryable,
  workspaceId: string,
  ids: readonly string[] | null,
): Promise<void> {
  await db.query(
    `with place as (
       select distinct on (p."episodeId") p."episodeId" as "id", p."x", p."y" from "MapPoint" p
       where p."workspaceId" = $1 and p."kind" in ('motion', 'text') and ($2::text[] is null or p."episodeId" = any($2))
       order by p."episodeId", p."kind"),
     moved as (
       update "Episode" e set "umapX" = place."x", "umapY" = place."y" from place
       where e."id" = place."id" and (e."umapX", e."umapY") is distinct from (place."x"::float8, place."y"::float8) returning e."sessionId")
     select case when $2::text[] is null then (select max(pg_notify('episode', $1)::text) where exists (select 1 from moved))
       else (select max(pg_notify('episode', $1 || '/' || moved."sessionId")::text) from moved) end`,
    [workspaceId, ids],
  );
}
