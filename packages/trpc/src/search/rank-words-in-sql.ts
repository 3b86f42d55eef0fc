import { PLACE_WEIGHTS } from "@retake/ai/ranking";
import { EPISODE_TABLES, VISIBLE_EPISODE } from "../catalogue/episode-columns.ts";
import type { Services } from "../context.ts";
import { sqlValues } from "../episodes/sql-values.ts";
import { statementName } from "./statement-name.ts";
import { searchConditions, type SearchScope } from "./search-conditions.ts";
import type { SearchWords } from "./search-words.ts";

/** Episodes that are ranked at all: of those with every word, and of those with any word or synonym. */
const EVERY_MAX = 2_000;
const ANY_MAX = 4_000;

/** What a synonym counts against the word itself. */
export const SYNONYM_WEIGHT = 0.35;

const { D, C, B, A } = PLACE_WEIGHTS;
const WEIGHTS = `{${D}, ${C}, ${B}, ${A}}`;

/** Answers whose words are counted. */
export const COVERED = 3;

export interface WordRanking {
  /** Best first. */
  ids: string[];
  /** The largest share of the words that one of the best answers holds, 0..1; words that say nothing in any text are not counted. */
  coverage: number;
}

/** Episodes by what is said of them in words, by one query: where they are not in memory. Of many, as many as `EVERY_MAX` and `ANY_MAX` say are looked at. */
export async function rankWordsInSql(
  { db, search }: Pick<Services, "db" | "search">,
  workspaceId: string,
  scope: SearchScope,
  words: SearchWords,
  limit: number,
): Promise<WordRanking> {
  const sql = sqlValues(workspaceId);
  const any = sql.add(words.any);
  const synonyms = sql.add(words.synonyms);
  const either = `(to_tsquery('english', ${any}) || to_tsquery('english', ${synonyms}))`;
  const where = VISIBLE_EPISODE + searchConditions(scope, sql);
  const rank = `ts_rank('${WEIGHTS}', i."search", to_tsquery('english', ${any}), 1)
    + ${SYNONYM_WEIGHT} * ts_rank('${WEIGHTS}', i."search", to_tsquery('english', ${synonyms}), 1)`;
  const candidates = (query: string, max: number): string =>
    `(select e."id", ${rank} as rank from ${EPISODE_TABLES} join "EpisodeIndex" i on i."episodeId" = e."id"
      where ${where} and i."search" @@ ${query} limit ${max})`;
  // In a workspace of fewer nothing is left out, and those with every word are among the others.
  const isSmall = (search.vectors.sizeOf(workspaceId) ?? Infinity) <= ANY_MAX / 2;
  const all = isSmall
    ? ""
    : `${candidates(`to_tsquery('english', ${sql.add(words.every)})`, EVERY_MAX)} union all `;
  const held = words.list.map((word) => {
    const query = `to_tsquery('english', ${sql.add(word)})`;
    return `case when numnode(${query}) = 0 then null else i."search" @@ ${query} end`;
  });
  const text = `select r."id", array[${held.join(", ")}]::boolean[] as "held" from (
       select c."id", row_number() over (order by max(c.rank) desc, c."id") as place
       from (${all}${candidates(either, ANY_MAX)}) c
       group by c."id" order by place limit ${sql.add(limit)}) r
     left join "EpisodeIndex" i on i."episodeId" = r."id" and r.place <= ${COVERED} order by r.place`;
  // Where there is much to rank the plan depends on the words.
  const name = isSmall ? statementName(text) : undefined;
  const { rows } = await db.pool.query<{ id: string; held: (boolean | null)[] }>({
    name,
    text,
    values: sql.values,
  });
  const best = rows.slice(0, COVERED).map((row) => shareOf(row.held));
  return { ids: rows.map(({ id }) => id), coverage: Math.max(0, ...best) };
}

export function shareOf(held: readonly (boolean | null)[]): number {
  const asked = held.filter((one) => one !== null);
  return asked.length === 0 ? 0 : asked.filter(Boolean).length / asked.length;
}
