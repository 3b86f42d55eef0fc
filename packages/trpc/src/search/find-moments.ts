import { EPISODE_TABLES, VISIBLE_EPISODE } from "../catalogue/episode-columns.ts";
import type { Services } from "../context.ts";
import { SHOWN_LABEL } from "../episodes/episode-filter.ts";
import { sqlValues, type SqlValues } from "../episodes/sql-values.ts";
import type { momentKinds } from "../schemas/search.ts";
import { searchConditions, type SearchScope } from "./search-conditions.ts";
import type { SearchWords } from "./search-words.ts";

export interface Moment {
  id: string;
  sessionId: string;
  title: string;
  kind: (typeof momentKinds)[number];
  start: number;
  end: number | null;
  text: string;
  author: string | null;
  /** The first camera that has pictures. */
  posterTopic: string | null;
  /** Of the query's words. */
  rank: number;
}

/** Rows of one sort that are ranked at all. */
const RANKED_MAX = 2_000;

interface Source {
  kind: Moment["kind"];
  from: string;
  columns: string;
  search: string;
  where?: string;
}

/** Labels of the team's layer only: blind and reference layers are nobody's business here, nor is what a rule only suggests. */
const SOURCES: readonly Source[] = [
  {
    kind: "label",
    from: `"Annotation" a on a."episodeId" = e."id"`,
    columns: `a."start", a."end", a."label" || coalesce(': ' || nullif(a."note", ''), '') as "text", a."authorId"`,
    search: `a."search"`,
    where: SHOWN_LABEL,
  },
  {
    kind: "comment",
    from: `"Comment" c on c."episodeId" = e."id" join "CommentThread" t on t."episodeId" = c."episodeId" and t."id" = c."threadId"`,
    columns: `t."time" as "start", null::float8 as "end", c."text", c."authorId"`,
    search: `c."search"`,
  },
  {
    kind: "mark",
    from: `"EpisodeMark" k on k."episodeId" = e."id"`,
    columns: `k."time" as "start", null::float8 as "end", k."kind" || coalesce(': ' || nullif(k."text", ''), '') as "text", null::text as "authorId"`,
    search: `k."search"`,
  },
  {
    kind: "finding",
    from: `"Finding" f on f."episodeId" = e."id"`,
    columns: `f."start", f."end", f."text", null::text as "authorId"`,
    search: `f."search"`,
  },
];

/** Stretches and instants whose words match, best first. One query. */
export function findMoments(
  services: Pick<Services, "db">,
  workspaceId: string,
  scope: SearchScope,
  words: SearchWords,
  limit: number,
): Promise<Moment[]> {
  const sql = sqlValues(workspaceId);
  return query(services, sql, VISIBLE_EPISODE + searchConditions(scope, sql), words, limit, "");
}

/** The best moment of each of the given episodes. One query. */
export async function bestMoments(
  services: Pick<Services, "db">,
  workspaceId: string,
  ids: readonly string[],
  words: SearchWords,
): Promise<Map<string, Moment>> {
  const sql = sqlValues(workspaceId);
  const where = `${VISIBLE_EPISODE} and e."id" = any(${sql.add(ids)})`;
  const moments = await query(services, sql, where, words, ids.length, `distinct on (m."id")`);
  return new Map(moments.map((moment) => [moment.id, moment]));
}

async function query(
  { db }: Pick<Services, "db">,
  sql: SqlValues,
  where: string,
  words: SearchWords,
  limit: number,
  distinct: string,
): Promise<Moment[]> {
  const asked = `to_tsquery('english', ${sql.add(words.any)})`;
  const parts = SOURCES.map(
    ({ kind, from, columns, search, where: more = "true" }) =>
      `(select e."id", e."sessionId", coalesce(nullif(e."task", ''), e."sessionId") as "title", '${kind}' as "kind", ${columns}, ts_rank(${search}, ${asked}) as "rank"
        from ${EPISODE_TABLES} join ${from} where ${where} and ${more} and ${search} @@ ${asked} limit ${RANKED_MAX})`,
  );
  const order = distinct === "" ? "" : `m."id", `;
  const { rows } = await db.pool.query<Moment>(
    `select ${distinct} m."id", m."sessionId", m."title", m."kind", m."start", m."end", m."text", u."name" as "author", m."rank",
       (select p."topic" from "EpisodeCamera" p where p."episodeId" = m."id" and p."storage" <> 'missing' order by p."position", p."topic" limit 1) as "posterTopic"
     from (${parts.join(" union all ")}) m left join "User" u on u."id" = m."authorId"
     order by ${order} m."rank" desc, m."sessionId", m."start" limit ${sql.add(limit)}`,
    sql.values,
  );
  return rows;
}
