import type { Db } from "@retake/db";
import { notify } from "@retake/db/notify";
import type { MapKind } from "../types.ts";
import { insertNeighbours, type Closer, type NeighbourList } from "./insert-neighbours.ts";
import { hasVector } from "./load-vectors.ts";

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

/**
 * New points of a layout that stays, and what they change in the lists of others.
 * @returns the lists that changed, by episode
 */
export async function addPoints(
  { pool }: Db,
  workspaceId: string,
  kind: MapKind,
  points: readonly PointRow[],
  closer: readonly Closer[],
): Promise<Map<string, NeighbourList>> {
  await insertPoints(pool, workspaceId, kind, points);
  const changed = await insertNeighbours(pool, workspaceId, kind, closer);
  await mirrorPlaces(
    pool,
    workspaceId,
    points.map(({ episodeId }) => episodeId),
  );
  await notify(pool, "index", workspaceId);
  return changed;
}

/** Points of episodes that have no vector any more. @returns their episodes */
export async function dropOrphans(
  { pool }: Db,
  workspaceId: string,
  kind: MapKind,
  textSpace: string,
): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `delete from "MapPoint" p where p."workspaceId" = $1 and p."kind" = $2 and $3::text is not null and not exists (
       select 1 from "EpisodeIndex" i where i."episodeId" = p."episodeId" and ${hasVector(kind, "$3")}) returning p."episodeId" as "id"`,
    [workspaceId, kind, textSpace],
  );
  if (rows.length > 0) await notify(pool, "index", workspaceId);
  return rows.map(({ id }) => id);
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
