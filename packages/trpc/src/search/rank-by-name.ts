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

/**
 * Episodes whose name, dataset and task hold every word of a question somewhere: the only way to one that is not indexed yet. At most one query, and none where
 * all are indexed and may be left to full text.
 * @param everywhere whether those that are indexed are looked at too, for parts of words, which full text does not find
 */
export async function rankByName(
  services: Pick<Services, "db" | "catalogue">,
  workspaceId: string,
  scope: SearchScope,
  words: SearchWords,
  everywhere: boolean,
): Promise<NameRanking> {
  const waiting = everywhere ? null : await waitingIds(services, workspaceId);
  if (waiting?.length === 0) return { ids: [], isExact: false };
  const sql = sqlValues(workspaceId);
  const among = waiting === null ? "" : ` and e."id" = any(${sql.add(waiting)})`;
  const where = VISIBLE_EPISODE + searchConditions(scope, sql) + among;
  const { rows } = await services.db.pool.query<{ id: string; sessionId: string }>(
    `select e."id", e."sessionId" from ${EPISODE_TABLES} where ${where} and ${words.list.map((word) => holds(word, sql)).join(" and ")}
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

/** Datasets are few and found first: an `or` over a join, or over a subselect, uses no index. @param word letters and digits only */
function holds(word: string, sql: SqlValues): string {
  const pattern = sql.add(`%${word}%`);
  return `(e."sessionId" ilike ${pattern} or e."task" ilike ${pattern}
    or e."datasetId" = any(array(select n."id" from "Dataset" n where n."workspaceId" = $1 and n."name" ilike ${pattern})))`;
}

function waitingIds(
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
