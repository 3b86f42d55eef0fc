import type { DeclaredTopic } from "@retake/core/recording-meta";
import { topicRowsOf } from "./topic-rows.ts";

export interface Queryable {
  query<Row extends object>(
    text: string,
    values: unknown[],
  ): Promise<{ rows: Row[]; rowCount: number | null }>;
}

/** What was counted already belongs to the worker: such a row keeps what it says. */
const WRITE = `
WITH v AS (
  SELECT * FROM jsonb_to_recordset($2::jsonb) AS v("name" text, "kind" text, "dataType" text, "shape" int[],
    "featureNames" text[], "units" text[], "position" int)
), written AS (
  INSERT INTO "Topic" ("episodeId", "name", "kind", "dataType", "shape", "featureNames", "units", "messageCount",
    "firstTime", "lastTime", "avgFrequency", "position")
  SELECT $1, v."name", v."kind", v."dataType", v."shape", v."featureNames", v."units", 0, 0, 0, 0, v."position"
  FROM v WHERE EXISTS (SELECT 1 FROM "Episode" WHERE "id" = $1)
  ON CONFLICT ("episodeId", "name") DO UPDATE
    SET "shape" = excluded."shape", "featureNames" = excluded."featureNames", "units" = excluded."units"
    WHERE "Topic"."messageCount" = 0
)
INSERT INTO "EpisodeCamera" ("episodeId", "topic", "position", "storage")
SELECT $1, v."name", v."position", 'images' FROM v
WHERE v."kind" = 'camera' AND EXISTS (SELECT 1 FROM "Episode" WHERE "id" = $1)
ON CONFLICT ("episodeId", "topic") DO NOTHING`;

/** Declared topics, and cameras of those that carry pictures. An episode that was deleted gets none. */
export async function writeTopics(
  db: Queryable,
  episodeId: string,
  topics: readonly DeclaredTopic[],
): Promise<void> {
  if (topics.length === 0) return;
  await db.query(WRITE, [episodeId, JSON.stringify(topicRowsOf(topics))]);
}
