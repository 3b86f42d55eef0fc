import type { ParsedQuery, QueryFilters, Range } from "@retake/ai/query";
import { andConditions, filterConditions, inDataset, SHOWN_LABEL } from "../episodes/episode-filter.ts";
import { rangeCondition } from "../episodes/range-condition.ts";
import type { SqlValues } from "../episodes/sql-values.ts";
import { isReviewer } from "../policies/assignments.ts";
import type { LayerUser } from "../policies/layers.ts";
import type { EpisodeFilter } from "../schemas/episodes.ts";

/** What restricts a search: its own words, and the filters of the list it is made in. */
export interface SearchScope {
  parsed: Pick<ParsedQuery, "filters" | "phrases" | "exclusions">;
  filter: EpisodeFilter;
  /** Who asks: others' assignments are for reviewers. */
  reader: LayerUser;
}

/** Findings that are faults of the data, not of what the robot did. */
const FAULTS = ["frozen", "gap", "jump", "not_a_number", "out_of_range"];

/** A quarter, from above or below, of the episodes of a dataset that have a reward. */
const QUARTER = 0.25;

/** Whether anything restricts it at all. */
export function isRestricted({ parsed, filter }: SearchScope): boolean {
  const words = parsed.phrases.length + parsed.exclusions.length;
  return (
    words > 0 ||
    Object.keys(parsed.filters).length > 0 ||
    Object.values(filter).some((one) => one !== undefined)
  );
}

/** All of it as text to append to a `where` over EPISODE_TABLES that has begun; `$1` is the workspace. */
export function searchConditions({ parsed, filter, reader }: SearchScope, sql: SqlValues): string {
  const conditions = [...filterSql(parsed.filters, reader, sql), ...wordSql(parsed, sql)];
  const list = andConditions(filterConditions(filter, sql));
  return list + conditions.map((condition) => ` and ${condition}`).join("");
}

function filterSql(filters: QueryFilters, reader: LayerUser, sql: SqlValues): string[] {
  const { outcomes, source, status, origins, labelled, rewardLevel, from, to } = filters;
  const found: string[] = [];
  const put = (condition: string | null): void => void (condition !== null && found.push(condition));
  if (outcomes !== undefined) put(`coalesce(e."outcome"::text, 'none') = any(${sql.add(outcomes)})`);
  if (source !== undefined) put(`e."source"::text = ${sql.add(source)}`);
  if (status !== undefined) put(`e."status"::text = ${sql.add(status)}`);
  if (filters.datasets !== undefined) put(inDatasets(filters.datasets, sql));
  if (filters.robots !== undefined) put(inLower(`e."robotType"`, filters.robots, sql));
  if (origins !== undefined)
    put(`(${inDatasets(origins.datasets, sql)} or ${inLower(`e."robotType"`, origins.robots, sql)})`);
  for (const task of filters.tasks ?? []) put(`e."task" ilike ${sql.add(`%${likeText(task)}%`)}`);
  if (filters.operators !== undefined) put(inLower(`e."operator"`, filters.operators, sql));
  for (const label of filters.labels ?? []) put(hasLabel(label, sql));
  if (labelled !== undefined) put(`e."annotationCount" ${labelled === "no" ? "= 0" : "> 0"}`);
  put(within(`e."durationS"`, filters.duration, sql));
  put(within(`e."totalReward"`, filters.reward, sql));
  put(within(`e."totalFrames"`, filters.frames, sql));
  put(within(`nullif(e."fps", 0)`, filters.fps, sql));
  put(within(`e."rating"`, filters.rating, sql));
  if (rewardLevel !== undefined) put(inQuarter(rewardLevel));
  for (const kind of filters.quality ?? []) put(qualityOf(kind, sql));
  if (from !== undefined) put(`e."createdAt" >= ${sql.add(from)}::timestamptz`);
  if (to !== undefined) put(`e."createdAt" <= ${sql.add(to)}::timestamptz`);
  return [...found, ...peopleSql(filters, reader, sql)];
}

function peopleSql({ hands, authors, assignees }: QueryFilters, reader: LayerUser, sql: SqlValues): string[] {
  const found: string[] = [];
  if (hands !== undefined) {
    const people = hands.people.length === 0 ? "" : ` or ${hasAuthor(hands.people, sql)}`;
    found.push(`(${inLower(`e."operator"`, hands.operators, sql)}${people})`);
  }
  if (authors !== undefined) found.push(hasAuthor(authors, sql));
  if (assignees !== undefined) {
    const own = isReviewer(reader) ? "" : ` and w."assigneeId" = ${sql.add(reader.userId ?? "")}`;
    found.push(
      `exists (select 1 from "Assignment" w where w."episodeId" = e."id" and w."assigneeId" = any(${sql.add(assignees)})${own})`,
    );
  }
  return found;
}

/** Phrases and exclusions look at all that is known of an episode in words. */
function wordSql(
  { phrases, exclusions }: Pick<ParsedQuery, "phrases" | "exclusions">,
  sql: SqlValues,
): string[] {
  const holds = (phrase: string): string =>
    `exists (select 1 from "EpisodeIndex" x where x."episodeId" = e."id" and x."search" @@ phraseto_tsquery('english', ${sql.add(spaced(phrase))}))`;
  return [...phrases.map(holds), ...exclusions.map((phrase) => `not ${holds(phrase)}`)];
}

/** As the texts were before they were indexed. */
function spaced(text: string): string {
  return text.replaceAll(/[_/.-]/gu, " ");
}

function inDatasets(names: readonly string[], sql: SqlValues): string {
  const value = sql.add(names.map((name) => name.toLowerCase()));
  return inDataset((d) => `(lower(${d}."slug") = any(${value}) or lower(${d}."name") = any(${value}))`);
}

function inLower(column: string, values: readonly string[], sql: SqlValues): string {
  return `lower(${column}) = any(${sql.add(values.map((value) => value.toLowerCase()))})`;
}

function hasLabel(label: string, sql: SqlValues): string {
  const value = sql.add(label.toLowerCase());
  return `(exists (select 1 from unnest(e."tags") tag where lower(tag) = ${value})
    or e."id" in (select a."episodeId" from "Annotation" a where lower(a."label") = ${value} and ${SHOWN_LABEL}))`;
}

function hasAuthor(people: readonly string[], sql: SqlValues): string {
  const value = sql.add(people);
  return `(exists (select 1 from "Annotation" a where a."episodeId" = e."id" and a."authorId" = any(${value}) and ${SHOWN_LABEL})
    or exists (select 1 from "Comment" c where c."episodeId" = e."id" and c."authorId" = any(${value})))`;
}

function within(column: string, range: Range | undefined, sql: SqlValues): string | null {
  return range === undefined ? null : rangeCondition(column, range, sql);
}

function inQuarter(level: "high" | "low"): string {
  const order = level === "high" ? "desc" : "asc";
  return `e."id" in (select r."id" from (select o."id", percent_rank() over (partition by o."datasetId" order by o."totalReward" ${order}) as place
    from "Episode" o where o."workspaceId" = $1 and o."publishedAt" is not null and o."totalReward" is not null) r where r.place <= ${QUARTER})`;
}

function qualityOf(kind: string, sql: SqlValues): string {
  const found = (kinds: readonly string[]): string =>
    `exists (select 1 from "Finding" f where f."episodeId" = e."id" and f."kind" = any(${sql.add(kinds)}))`;
  // Each value is added where it is used: of one that no text names Postgres cannot tell the type.
  if (kind !== "warnings" && kind !== "clean") return found([kind]);
  const faulty = `(jsonb_array_length(e."warnings") > 0 or ${found(FAULTS)})`;
  return kind === "clean" ? `not ${faulty}` : faulty;
}

function likeText(text: string): string {
  return text.replaceAll(/[\\%_]/g, (c) => `\\${c}`);
}
