import type { z } from "zod";
import type { WorkspaceAccess } from "../actor.ts";
import { EPISODE_TABLES, VISIBLE_EPISODE } from "../catalogue/episode-columns.ts";
import type { Services } from "../context.ts";
import type { EpisodeFilter, episodeNeighboursOutput, EpisodeSort } from "../schemas/episodes.ts";
import { andConditions, EPISODE_ORDER, filterConditions } from "./episode-filter.ts";
import { queryKey } from "./list-episodes.ts";
import { sqlValues } from "./sql-values.ts";

export type Neighbours = z.infer<typeof episodeNeighboursOutput>;

/** What stands before and after an episode in a filtered, sorted list. Position 0 when the episode is not in it. */
export function episodeNeighbours(
  { db, catalogue }: Pick<Services, "db" | "catalogue">,
  workspace: WorkspaceAccess,
  query: EpisodeFilter & { sort: EpisodeSort; sessionId: string },
): Promise<Neighbours> {
  return catalogue.remember(workspace.id, `neighbours ${queryKey(query)}`, async () => {
    const sql = sqlValues(workspace.id);
    const where = VISIBLE_EPISODE + andConditions(filterConditions(query, sql));
    const { rows } = await db.pool.query<Neighbours>(
      `with ordered as (
         select e."sessionId", lag(e."sessionId") over o as previous, lead(e."sessionId") over o as next, row_number() over o as position
         from ${EPISODE_TABLES} where ${where} window o as (order by ${EPISODE_ORDER[query.sort]}))
       select f.previous, f.next, coalesce(f.position, 0)::int as position, (select count(*)::int from ordered) as total
       from (select 1) one left join ordered f on f."sessionId" = ${sql.add(query.sessionId)}`,
      sql.values,
    );
    return rows[0] ?? { previous: null, next: null, position: 0, total: 0 };
  });
}
