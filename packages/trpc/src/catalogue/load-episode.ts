import type { Db } from "@retake/db";
import { EPISODE_COLUMNS, EPISODE_TABLES, VISIBLE_EPISODE } from "./episode-columns.ts";
import type { CatalogueEpisode } from "./types.ts";

const SQL = `select ${EPISODE_COLUMNS},
  (select coalesce(json_agg(to_jsonb(t) || jsonb_build_object('shape', coalesce(t."shape", '{}'),
    'featureNames', coalesce(t."featureNames", '{}'), 'units', coalesce(t."units", '{}')) order by t."position", t."name"), '[]') from "Topic" t where t."episodeId" = e."id") as "topics",
  (select coalesce(json_agg(to_jsonb(c) || jsonb_build_object('video', to_jsonb(v)) order by c."position", c."topic"), '[]')
    from "EpisodeCamera" c left join "VideoFile" v on v."hash" = c."videoHash" where c."episodeId" = e."id") as "cameras",
  (select coalesce(json_agg(json_build_object('key', s."key", 'bytes', s."bytes", 'firstTime', s."firstTime", 'lastTime', s."lastTime")
    order by s."part"), '[]') from "Segment" s where s."episodeId" = e."id") as "segments"
  from ${EPISODE_TABLES} where ${VISIBLE_EPISODE} and e."sessionId" = $2`;

/** One episode in one query, or null. */
export async function loadEpisode(
  db: Db,
  workspaceId: string,
  sessionId: string,
): Promise<CatalogueEpisode | null> {
  const { rows } = await db.pool.query<CatalogueEpisode>({
    name: "load-episode",
    text: SQL,
    values: [workspaceId, sessionId],
  });
  return rows[0] ?? null;
}
