import { createVocabulary, type Vocabulary, type VocabularyValues } from "@retake/ai/query";
import { EPISODE_TABLES, VISIBLE_EPISODE } from "../catalogue/episode-columns.ts";
import type { Services } from "../context.ts";
import { SHOWN_LABEL } from "../episodes/episode-filter.ts";

/** Names of one sort that are known; others are still found as words. */
const NAMES_MAX = 5_000;

const distinct = (value: string, from = EPISODE_TABLES, more = ""): string =>
  `(select coalesce(json_agg(v.value), '[]') from (select distinct ${value} as value from ${from} where ${VISIBLE_EPISODE} and ${value} is not null${more}
    limit ${NAMES_MAX}) v)`;

const NAMES = `select
  (select coalesce(json_agg(json_build_object('slug', d."slug", 'name', d."name")), '[]') from (select "slug", "name" from "Dataset"
    where "workspaceId" = $1 and "publishedAt" is not null limit ${NAMES_MAX}) d) as "datasets",
  ${distinct(`e."robotType"`)} as "robots",
  ${distinct(`e."operator"`)} as "operators",
  ${distinct("tag", `"Episode" e cross join lateral unnest(e."tags") tag`)} as "tags",
  ${distinct(`a."label"`, `"Episode" e join "Annotation" a on a."episodeId" = e."id"`, ` and e."annotationCount" > 0 and ${SHOWN_LABEL}`)} as "labels",
  (select coalesce(json_agg(json_build_object('id', u."id", 'name', u."name")), '[]') from "Membership" m join "User" u on u."id" = m."userId"
    where m."workspaceId" = $1 and u."name" is not null) as "people"`;

/** The names by which a workspace's episodes can be asked for; kept until something in it changes. */
export async function searchVocabulary(
  { db, catalogue }: Pick<Services, "db" | "catalogue">,
  workspaceId: string,
): Promise<Vocabulary> {
  return catalogue.remember(workspaceId, "search vocabulary", async () => {
    const { rows } = await db.pool.query<VocabularyValues & { tags: string[] }>(NAMES, [workspaceId]);
    const [found] = rows;
    if (found === undefined) throw new Error("assertion failed: a select without a table gives one row");
    return createVocabulary({ ...found, labels: [...new Set([...found.tags, ...found.labels])] });
  });
}
