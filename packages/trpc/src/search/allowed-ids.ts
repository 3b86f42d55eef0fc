import { EPISODE_TABLES, VISIBLE_EPISODE } from "../catalogue/episode-columns.ts";
import type { Services } from "../context.ts";
import { sqlValues } from "../episodes/sql-values.ts";
import { searchConditions, type SearchScope } from "./search-conditions.ts";

/** Ids of all episodes that a search's filters leave. One query; none while nothing has changed, where the answer hangs on episodes alone. */
export async function allowedIds(
  { db, catalogue }: Pick<Services, "db" | "catalogue">,
  workspaceId: string,
  scope: SearchScope,
): Promise<ReadonlySet<string>> {
  const load = async (): Promise<Set<string>> => {
    const sql = sqlValues(workspaceId);
    const where = VISIBLE_EPISODE + searchConditions(scope, sql);
    const { rows } = await db.pool.query<{ id: string }>(
      `select e."id" from ${EPISODE_TABLES} where ${where}`,
      sql.values,
    );
    return new Set(rows.map(({ id }) => id));
  };
  return hangsOnEpisodes(scope)
    ? catalogue.remember(workspaceId, `search ids ${scopeKey(scope)}`, load)
    : load();
}

/** Whether `episode` wake-ups announce all that could change an answer: findings, comments, assignments and texts have others. */
export function hangsOnEpisodes({ parsed }: SearchScope): boolean {
  const { quality, authors, hands, assignees } = parsed.filters;
  const asked = [
    quality,
    authors,
    assignees,
    hands === undefined || hands.people.length === 0 ? undefined : hands,
  ];
  return asked.every((one) => one === undefined) && parsed.phrases.length + parsed.exclusions.length === 0;
}

/** Equal for scopes that leave the same episodes. */
export function scopeKey({ parsed, filter }: SearchScope): string {
  return JSON.stringify([parsed.filters, Object.entries(filter).toSorted(([a], [b]) => (a < b ? -1 : 1))]);
}
