import { EPISODE_COLUMNS, EPISODE_TABLES, VISIBLE_EPISODE } from "../catalogue/episode-columns.ts";
import type { EpisodeRecord } from "../catalogue/types.ts";
import type { Services } from "../context.ts";
import { EPISODE_ORDER } from "../episodes/episode-filter.ts";
import { sqlValues } from "../episodes/sql-values.ts";
import type { EpisodeSort } from "../schemas/episodes.ts";
import { hangsOnEpisodes, scopeKey } from "./allowed-ids.ts";
import { searchConditions, type SearchScope } from "./search-conditions.ts";

/** A search that is filters and an order alone. Two queries; none while nothing has changed. */
export async function browseEpisodes(
  { db, catalogue }: Pick<Services, "db" | "catalogue">,
  workspaceId: string,
  scope: SearchScope,
  page: { sort: EpisodeSort; limit: number; offset: number },
): Promise<{ rows: EpisodeRecord[]; total: number }> {
  const count = async (): Promise<{ total: number }> => {
    const sql = sqlValues(workspaceId);
    const where = VISIBLE_EPISODE + searchConditions(scope, sql);
    const found = await db.pool.query<{ total: number }>(
      `select count(*)::int as "total" from ${EPISODE_TABLES} where ${where}`,
      sql.values,
    );
    return { total: found.rows[0]?.total ?? 0 };
  };
  const list = async (): Promise<EpisodeRecord[]> => {
    if (page.limit === 0) return [];
    const sql = sqlValues(workspaceId);
    const where = VISIBLE_EPISODE + searchConditions(scope, sql);
    const found = await db.pool.query<EpisodeRecord>(
      `select ${EPISODE_COLUMNS} from ${EPISODE_TABLES} where ${where}
       order by ${EPISODE_ORDER[page.sort]} limit ${sql.add(page.limit)} offset ${sql.add(page.offset)}`,
      sql.values,
    );
    return found.rows;
  };
  const load = async (): Promise<{ rows: EpisodeRecord[]; total: number }> => {
    const [{ total }, rows] = await Promise.all([count(), list()]);
    return { rows, total };
  };
  const key = `search page ${scopeKey(scope)} ${page.sort} ${page.limit} ${page.offset}`;
  return hangsOnEpisodes(scope) ? catalogue.remember(workspaceId, key, load) : load();
}
