import { EPISODE_COLUMNS, EPISODE_TABLES, VISIBLE_EPISODE } from "../catalogue/episode-columns.ts";
import type { EpisodeRecord } from "../catalogue/types.ts";
import type { Services } from "../context.ts";
import { sqlValues } from "../episodes/sql-values.ts";
import { statementName } from "./statement-name.ts";

export interface HitRecord extends EpisodeRecord {
  /** By word of the search: whether it is said of the episode; null: a word that says nothing. */
  matched: (boolean | null)[];
}

/** The rows of episodes, those that may be seen, by id. One query. */
export async function hitRows(
  { db }: Pick<Services, "db">,
  workspaceId: string,
  ids: readonly string[],
  words: readonly string[] = [],
): Promise<Map<string, HitRecord>> {
  if (ids.length === 0) return new Map();
  const sql = sqlValues(workspaceId, ids);
  const matched = words.map((word) => {
    const query = `to_tsquery('english', ${sql.add(word)})`;
    return `case when numnode(${query}) = 0 then null else coalesce(i."search" @@ ${query}, false) end`;
  });
  const text = `select ${EPISODE_COLUMNS}, array[${matched.join(", ")}]::boolean[] as "matched"
     from ${EPISODE_TABLES} left join "EpisodeIndex" i on i."episodeId" = e."id" where ${VISIBLE_EPISODE} and e."id" = any($2)`;
  const { rows } = await db.pool.query<HitRecord>({ name: statementName(text), text, values: sql.values });
  return new Map(rows.map((row) => [row.id, row]));
}
