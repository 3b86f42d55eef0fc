import { EPISODE_TABLES, VISIBLE_EPISODE } from "../catalogue/episode-columns.ts";
import type { Services } from "../context.ts";
import { sqlValues, type SqlValues } from "../episodes/sql-values.ts";
import { searchConditions, type SearchScope } from "./search-conditions.ts";
import { searchWords, type SearchWords } from "./search-words.ts";

/** Episodes by name that are ranked. */
const NAMED_MAX = 20;
/** Episodes that wait to be indexed and are looked at, the newest: others are found once they are. */
const WAITING_MAX = 2_000;

/** By the text of their names; an episode is found by all words together. */
export interface NameRanking {
  /** Those called just so first, then the newest. */
  ids: string[];
  /** Whether the first one is called just so. */
  isExact: boolean;
}

interface NamedDataset {
  id: string;
  name: string;
}

/**
 * Episodes whose name, dataset and task hold every word of a question somewhere: the only way to one that is not indexed yet. At most one query, and one more
 * after a change.
 * @param among ids; null: also those that are indexed, for parts of words, which full text does not find
 */
export async function rankByName(
  services: Pick<Services, "db" | "catalogue">,
  workspaceId: string,
  scope: SearchScope,
  words: SearchWords,
  among: readonly string[] | null,
): Promise<NameRanking> {
  if (words.list.length === 0 || among?.length === 0) return { ids: [], isExact: false };
  const datasets = await datasetsOf(services, workspaceId);
  const sql = sqlValues(workspaceId);
  const conditions = words.list.map((word) => holds(word, datasets, sql));
  if (among !== null) conditions.push(`e."id" = any(${sql.add(among)})`);
  const where = VISIBLE_EPISODE + searchConditions(scope, sql);
  const { rows } = await services.db.pool.query<{ id: string; sessionId: string }>(
    `select e."id", e."sessionId" from ${EPISODE_TABLES} where ${where} and ${conditions.join(" and ")}
     order by e."createdAt" desc, e."sessionId" limit ${NAMED_MAX}`,
    sql.values,
  );
  const asked = words.list.join(" ");
  const isExact = ({ sessionId }: { sessionId: string }): boolean =>
    searchWords(sessionId).list.join(" ") === asked;
  const exact = rows.filter(isExact);
  const ids = [...exact, ...rows.filter((row) => !isExact(row))].map(({ id }) => id);
  return { ids, isExact: exact.length > 0 };
}

/** Episodes that are not indexed yet, the newest; kept until something changes. */
export function waitingIds(
  { db, catalogue }: Pick<Services, "db" | "catalogue">,
  workspaceId: string,
): Promise<readonly string[]> {
  return catalogue.remember(workspaceId, "search waiting", async () => {
    const { rows } = await db.pool.query<{ id: string }>(
      `select e."id" from "Episode" e where ${VISIBLE_EPISODE} and not exists (select 1 from "EpisodeIndex" i where i."episodeId" = e."id")
       order by e."createdAt" desc, e."sessionId" limit ${WAITING_MAX}`,
      [workspaceId],
    );
    return rows.map(({ id }) => id);
  });
}

/**
 * Datasets are found first and by themselves: Postgres cannot guess how many episodes a subselect means, and would look at all of them.
 * @param word letters and digits only, lower case
 */
function holds(word: string, datasets: readonly NamedDataset[], sql: SqlValues): string {
  const pattern = sql.add(`%${word}%`);
  const named = datasets.flatMap(({ id, name }) => (name.includes(word) ? [id] : []));
  const inNamed = named.length === 0 ? "" : ` or e."datasetId" = any(${sql.add(named)})`;
  return `(e."sessionId" ilike ${pattern} or e."task" ilike ${pattern}${inNamed})`;
}

function datasetsOf(
  { db, catalogue }: Pick<Services, "db" | "catalogue">,
  workspaceId: string,
): Promise<readonly NamedDataset[]> {
  return catalogue.remember(workspaceId, "search datasets", async () => {
    const { rows } = await db.pool.query<NamedDataset>(
      `select "id", lower("name") as "name" from "Dataset" where "workspaceId" = $1 and "publishedAt" is not null`,
      [workspaceId],
    );
    return rows;
  });
}
