import { notFound } from "@retake/core/errors";
import type { WorkspaceAccess } from "../actor.ts";
import type { Services } from "../context.ts";
import type { MapKind } from "./map-data.ts";

interface Neighbour {
  sessionId: string;
  similarity: number;
}

/** `$1` the workspace, of the point and again of every neighbour: an id that another workspace's row names stays unseen. */
const NEIGHBOURS = `
  select e."id", coalesce((
    select json_agg(json_build_object('sessionId', o."sessionId", 'similarity', (n.pair ->> 1)::float8) order by n.place)
    from jsonb_array_elements(m."neighbours") with ordinality n(pair, place)
    join "Episode" o on o."id" = n.pair ->> 0 and o."workspaceId" = $1 and o."publishedAt" is not null), '[]') as "neighbours"
  from "Episode" e left join "MapPoint" m on m."episodeId" = e."id" and m."kind" = $3 and m."workspaceId" = $1
  where e."workspaceId" = $1 and e."publishedAt" is not null and e."sessionId" = $2`;

/** The nearest episodes by what this map was made from, nearest first; none for an episode without a place. @throws AppError `not_found` */
export async function mapNeighbours(
  { db }: Pick<Services, "db">,
  workspace: WorkspaceAccess,
  { sessionId, kind }: { sessionId: string; kind: MapKind },
): Promise<Neighbour[]> {
  const { rows } = await db.pool.query<{ neighbours: Neighbour[] }>(NEIGHBOURS, [
    workspace.id,
    sessionId,
    kind,
  ]);
  if (rows[0] === undefined) throw notFound(`The episode “${sessionId}”`);
  return rows[0].neighbours;
}
