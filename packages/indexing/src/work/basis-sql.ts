// `EpisodeIndex.basis` is `t:<hash>;m:<hash>;v:<hash>;s:<hash>`: of the telemetry, of what is said of the episode, of its pictures, and of what a model's
// summary was written from. The first three are computed by the database, so that finding what changed moves no rows.

/** Raised when the recipe of a part changes: everything is made again then. */
const RECIPE = { telemetry: 1, said: 1, pictures: 1 };

/** Over `"Episode" e`. What was imported has one hash; a recording's segments are named by theirs. */
export const TELEMETRY_HASH = `md5(concat_ws('|', '${RECIPE.telemetry}', e."contentHash",
  (select string_agg(s."key", ',' order by s."part") from "Segment" s where s."episodeId" = e."id")))`;

export const LABELS = `(select jsonb_agg(jsonb_build_object('lane', a."lane", 'label', a."label", 'start', a."start", 'end', a."end", 'note', a."note")
    order by a."start", a."id") from "Annotation" a where a."episodeId" = e."id" and a."layer" = 'main' and a."state" = 'accepted')`;

export const COMMENTS = `(select jsonb_agg(jsonb_build_object('time', t."time", 'text', c."text") order by t."time", c."createdAt", c."id")
    from "Comment" c join "CommentThread" t on t."episodeId" = c."episodeId" and t."id" = c."threadId" where c."episodeId" = e."id")`;

export const MARKS = `(select jsonb_agg(jsonb_build_object('time', k."time", 'kind', k."kind", 'text', k."text") order by k."time", k."key")
    from "EpisodeMark" k where k."episodeId" = e."id")`;

const CLASSES = `(select max(l."version") from "LabelSchema" l where l."workspaceId" = e."workspaceId")`;

const CAMERAS = `(select jsonb_agg(c."topic" order by c."position", c."topic") from "EpisodeCamera" c where c."episodeId" = e."id" and c."storage" <> 'missing')`;

export const SAID_HASH = `md5(jsonb_build_array('${RECIPE.said}', e."task", e."tasks", e."outcome", e."totalReward", e."tags", e."rating", e."notes", e."operator",
  e."robotType", e."fps", e."durationS", e."totalFrames", e."warnings", (select d."name" from "Dataset" d where d."id" = e."datasetId"), ${LABELS},
  case when ${LABELS} is null then null else ${CLASSES} end, ${COMMENTS}, ${MARKS}, ${CAMERAS})::text)`;

/** Empty where there are no pictures. A playing copy that is made later changes nothing. */
export const PICTURES_HASH = `coalesce((select md5(string_agg(concat_ws(' ', '${RECIPE.pictures}', c."topic", c."storage", c."firstFrame", c."frames",
  case when c."storage" = 'video' then c."videoHash" else c."blobKey" end), ',' order by c."position", c."topic"))
  from "EpisodeCamera" c where c."episodeId" = e."id" and c."storage" in ('video', 'images') and c."frames" > 0), '')`;

/** Whose turn it can be: what is visible, and not being recorded. */
export const INDEXABLE = `e."publishedAt" is not null and e."status" <> 'recording'`;

export interface Basis {
  telemetry: string;
  said: string;
  pictures: string;
  summary: string;
}

export function readBasis(text: string): Basis {
  const parts = new Map(text.split(";").map((part) => [part.slice(0, 2), part.slice(2)]));
  const of = (key: string): string => parts.get(key) ?? "";
  return { telemetry: of("t:"), said: of("m:"), pictures: of("v:"), summary: of("s:") };
}

export function writeBasis({ telemetry, said, pictures, summary }: Basis): string {
  return `t:${telemetry};m:${said};v:${pictures};s:${summary}`;
}
