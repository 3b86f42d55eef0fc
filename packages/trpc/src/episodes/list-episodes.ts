import type { WorkspaceAccess } from "../actor.ts";
import { EPISODE_COLUMNS, EPISODE_TABLES, VISIBLE_EPISODE } from "../catalogue/episode-columns.ts";
import type { EpisodeRecord } from "../catalogue/types.ts";
import type { Services } from "../context.ts";
import type { EpisodeFilter, EpisodeSort } from "../schemas/episodes.ts";
import { andConditions, EPISODE_ORDER, filterConditions } from "./episode-filter.ts";
import { sqlValues } from "./sql-values.ts";

export interface EpisodeQuery extends EpisodeFilter {
  sort: EpisodeSort;
  limit: number;
  offset: number;
}

export interface EpisodePage {
  total: number;
  episodes: EpisodeRecord[];
}

/** One page of the workspace's episodes and how many match in all: two queries at first, none while nothing has changed. */
export function listEpisodes(
  { db, catalogue }: Pick<Services, "db" | "catalogue">,
  workspace: WorkspaceAccess,
  query: EpisodeQuery,
): Promise<EpisodePage> {
  return catalogue.remember(workspace.id, `list ${queryKey(query)}`, async () => {
    const [{ total }, episodes] = await Promise.all([
      catalogue.remember(
        workspace.id,
        `count ${queryKey({ ...query, limit: 0, offset: 0, sort: "newest" })}`,
        () => countEpisodes(db, workspace, query),
      ),
      pageOfEpisodes(db, workspace, query),
    ]);
    return { total, episodes };
  });
}

/** The same query gives the same key, in whatever order its filters were named. */
export function queryKey(query: Partial<EpisodeQuery>): string {
  const named = Object.entries(query).filter(([name, value]) => value !== undefined && name !== "workspace");
  return JSON.stringify(named.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

async function countEpisodes(
  db: Services["db"],
  workspace: WorkspaceAccess,
  filter: EpisodeFilter,
): Promise<{ total: number }> {
  const sql = sqlValues(workspace.id);
  const where = VISIBLE_EPISODE + andConditions(filterConditions(filter, sql));
  const { rows } = await db.pool.query<{ total: number }>(
    `select count(*)::int as total from ${EPISODE_TABLES} where ${where}`,
    sql.values,
  );
  return { total: rows[0]?.total ?? 0 };
}

async function pageOfEpisodes(
  db: Services["db"],
  workspace: WorkspaceAccess,
  query: EpisodeQuery,
): Promise<EpisodeRecord[]> {
  const sql = sqlValues(workspace.id);
  const where = VISIBLE_EPISODE + andConditions(filterConditions(query, sql));
  const { rows } = await db.pool.query<EpisodeRecord>(
    `select ${EPISODE_COLUMNS} from ${EPISODE_TABLES} where ${where}
     order by ${EPISODE_ORDER[query.sort]} limit ${sql.add(query.limit)} offset ${sql.add(query.offset)}`,
    sql.values,
  );
  return rows;
}
