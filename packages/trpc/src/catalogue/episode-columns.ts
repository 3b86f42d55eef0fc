/**
 * The columns of an EpisodeRecord, for `from ${EPISODE_TABLES}`.
 * Lists that were never written are NULL to Postgres; they leave empty.
 * Instants leave as RFC 3339 text: the columns are UTC without a zone, and the driver would read them in the server's own.
 */
export const EPISODE_COLUMNS = `
  e."id", e."sessionId", e."source", e."status", d."name" as "datasetName", d."slug" as "datasetSlug", e."episodeIndex",
  e."task", coalesce(e."tasks", '{}') as "tasks", e."robotType", e."operator", e."fps", e."startTime", e."endTime", e."durationS", e."totalFrames", e."totalMessages",
  e."outcome", e."totalReward", coalesce(e."tags", '{}') as "tags", e."summary", e."features", e."umapX", e."umapY", e."warnings",
  to_char(e."createdAt", 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt",
  (select count(*)::int from "EpisodeCamera" c where c."episodeId" = e."id") as "cameraCount",
  (select c."topic" from "EpisodeCamera" c where c."episodeId" = e."id" and c."storage" <> 'missing'
    order by c."position", c."topic" limit 1) as "posterTopic",
  case when e."source" = 'live' and e."status" <> 'completed'
    then exists (select 1 from "Recording" r where r."episodeId" = e."id" and r."endedAt" is not null) else true end as "ended"`;

export const EPISODE_TABLES = `"Episode" e left join "Dataset" d on d."id" = e."datasetId"`;

/** An episode anyone may see: of this workspace, not half imported. `$1` is the workspace id, in every query that starts from it. */
export const VISIBLE_EPISODE = `e."workspaceId" = $1 and e."publishedAt" is not null`;
