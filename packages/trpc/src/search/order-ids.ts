import { EPISODE_TABLES, VISIBLE_EPISODE } from "../catalogue/episode-columns.ts";
import type { Services } from "../context.ts";
import { EPISODE_ORDER } from "../episodes/episode-filter.ts";
import type { EpisodeSort } from "../schemas/episodes.ts";

/** The given episodes in an order of the list. One query. */
export async function orderIds(
  { db }: Pick<Services, "db">,
  workspaceId: string,
  ids: readonly string[],
  sort: EpisodeSort,
): Promise<string[]> {
  if (ids.length === 0) return [];
  const { rows } = await db.pool.query<{ id: string }>(
    `select e."id" from ${EPISODE_TABLES} where ${VISIBLE_EPISODE} and e."id" = any($2) order by ${EPISODE_ORDER[sort]}`,
    [workspaceId, ids],
  );
  return rows.map(({ id }) => id);
}
