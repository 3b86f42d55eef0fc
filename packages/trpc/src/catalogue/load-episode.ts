import type { Db } from "@retake/db";
import { EPISODE_COLUMNS, EPISODE_TABLES, VISIBLE_EPISODE } from "./episode-columns.ts";
import { LoadedEpisode, type EpisodeText } from "./loaded-episode.ts";
import type { CatalogueEpisode, EpisodeRecord } from "./types.ts";

/** Built column by column, which costs Postgres half of what turning whole rows into JSON does. */
const SELECT = `select ${EPISODE_COLUMNS},
  (select coalesce(json_agg(json_build_object('name', t."name", 'kind', t."kind", 'dataType', t."dataType",
    'shape', coalesce(t."shape", '{}'), 'featureNames', coalesce(t."featureNames", '{}'), 'units', coalesce(t."units", '{}'),
    'messageCount', t."messageCount", 'firstTime', t."firstTime", 'lastTime', t."lastTime", 'avgFrequency', t."avgFrequency",
    'stats', t."stats") order by t."position", t."name"), '[]')::text
    from "Topic" t where t."episodeId" = e."id") as "topics",
  (select coalesce(json_agg(json_build_object('topic', c."topic", 'storage', c."storage", 'width', c."width", 'height', c."height",
    'firstFrame', c."firstFrame", 'frames', c."frames", 'fromTime', c."fromTime", 'toTime', c."toTime", 'fps', c."fps",
    'isDepth', c."isDepth", 'blobKey', c."blobKey", 'problem', c."problem", 'video', v) order by c."position", c."topic"), '[]')::text
    from "EpisodeCamera" c left join "VideoFile" v on v."hash" = c."videoHash" where c."episodeId" = e."id") as "cameras",
  (select coalesce(json_agg(json_build_object('key', s."key", 'bytes', s."bytes", 'firstTime', s."firstTime", 'lastTime', s."lastTime",
    'blobs', nullif(s."blobs", '{}')) order by s."part"), '[]')::text from "Segment" s where s."episodeId" = e."id") as "segments",
  case when e."source" = 'live' then (select json_build_object('sealedSeq', r."sealedSeq", 'nextSeq', r."nextSeq", 'isOpen', r."endedAt" is null)::text
    from "Recording" r where r."episodeId" = e."id" and not r."finished") end as "recording"
  from ${EPISODE_TABLES} where ${VISIBLE_EPISODE}`;

const ONE = `${SELECT} and e."sessionId" = $2`;

/** By the index of the newest-first list. */
const PAGE = `${SELECT} and e."createdAt" <= $2 and (e."createdAt" < $2 or e."sessionId" > $3)
  order by e."createdAt" desc, e."sessionId" limit $4`;

/** One episode in one query, or null. Prepared once a connection: planning it costs more than running it. */
export async function loadEpisode(
  db: Db,
  workspaceId: string,
  sessionId: string,
): Promise<CatalogueEpisode | null> {
  const values = [workspaceId, sessionId];
  const { rows } = await db.pool.query<EpisodeText>({ name: "load-episode", text: ONE, values });
  return rows[0] === undefined ? null : new LoadedEpisode(rows[0]);
}

/** The next episodes after one, newest first, in one query. @param after null: from the newest on */
export async function loadEpisodePage(
  db: Db,
  workspaceId: string,
  after: Pick<EpisodeRecord, "createdAt" | "sessionId"> | null,
  limit: number,
): Promise<EpisodeText[]> {
  const values = [workspaceId, after?.createdAt ?? "infinity", after?.sessionId ?? "", limit];
  const { rows } = await db.pool.query<EpisodeText>({ name: "load-episodes", text: PAGE, values });
  return rows;
}
