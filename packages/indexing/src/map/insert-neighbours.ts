import type { Db } from "@retake/db";
import { NEIGHBOURS } from "../thread/jobs.ts";
import type { MapKind } from "../types.ts";

/** [[episode id, similarity]], nearest first. */
export type NeighbourList = [string, number][];

/** An episode with a point, and a new one that is nearer to it than the last of its neighbours. */
export interface Closer {
  id: string;
  other: string;
  similarity: number;
}

/** Puts new episodes into the lists of those they are near to; what is beaten falls out. @returns the lists that changed, by episode */
export async function insertNeighbours(
  pool: Pick<Db["pool"], "query">,
  workspaceId: string,
  kind: MapKind,
  closer: readonly Closer[],
): Promise<Map<string, NeighbourList>> {
  const found = new Map<string, Closer[]>();
  for (const one of closer) found.set(one.id, [...(found.get(one.id) ?? []), one]);
  if (found.size === 0) return new Map();
  const { rows } = await pool.query<{ id: string; neighbours: NeighbourList }>(
    `select "episodeId" as "id", "neighbours" from "MapPoint" where "workspaceId" = $1 and "kind" = $2 and "episodeId" = any($3)`,
    [workspaceId, kind, [...found.keys()]],
  );
  const changed = new Map(
    rows.map(({ id, neighbours }) => [id, mergeNeighbours(neighbours, found.get(id) ?? [])]),
  );
  await pool.query(
    `update "MapPoint" p set "neighbours" = r."neighbours" from unnest($3::text[], $4::jsonb[]) r("id", "neighbours")
     where p."workspaceId" = $1 and p."kind" = $2 and p."episodeId" = r."id"`,
    [workspaceId, kind, [...changed.keys()], [...changed.values()].map((list) => JSON.stringify(list))],
  );
  return changed;
}

/** An episode that is placed anew stands in it once, as it is now. */
export function mergeNeighbours(
  old: readonly (readonly [string, number])[],
  closer: readonly Closer[],
): NeighbourList {
  const fresh = new Set(closer.map(({ other }) => other));
  const all: NeighbourList = [
    ...old.flatMap(([id, similarity]): NeighbourList => (fresh.has(id) ? [] : [[id, similarity]])),
    ...closer.map(({ other, similarity }): [string, number] => [other, similarity]),
  ];
  return all.sort(([, a], [, b]) => b - a).slice(0, NEIGHBOURS);
}
