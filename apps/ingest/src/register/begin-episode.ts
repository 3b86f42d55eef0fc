import type { RecordingMeta } from "@retake/core/recording-meta";
import { writeTopics, type Queryable } from "./write-topics.ts";

const BEGIN = `
WITH e AS (
  INSERT INTO "Episode" ("id", "workspaceId", "sessionId", "source", "status", "robotType", "task", "tasks", "fps", "operator",
    "robotId", "createdAt", "publishedAt")
  VALUES ($1, $2, $3, 'live', 'recording', $4, $5, $6, $7, $8, $9, to_timestamp($10), to_timestamp($10))
  ON CONFLICT ("workspaceId", "sessionId") DO NOTHING RETURNING "id"
), r AS (
  INSERT INTO "Recording" ("episodeId", "workspaceId", "robotId", "tokenId", "protocol", "startedAt")
  SELECT e."id", $2, $9, $11, $12, to_timestamp($10) FROM e RETURNING "episodeId"
), n AS (
  SELECT pg_notify('episode', $2 || '/' || $3), pg_notify('recording', $2) FROM r
)
SELECT "episodeId", (SELECT count(*) FROM n) FROM r`;

/**
 * Rows of a session that begins. The robot's id is the one in `meta`.
 * @returns false when an episode of this name exists
 */
export async function beginEpisode(db: Queryable, episodeId: string, meta: RecordingMeta): Promise<boolean> {
  const { workspaceId, sessionId, robotType, task, fps, operator, robotId, startedAt, tokenId, protocol } =
    meta;
  const begun = await db.query(BEGIN, [
    episodeId,
    workspaceId,
    sessionId,
    robotType,
    task,
    task === null ? [] : [task],
    fps ?? 0,
    operator,
    robotId,
    startedAt,
    tokenId,
    protocol,
  ]);
  if (begun.rows.length === 0) return false;
  await writeTopics(db, episodeId, meta.topics);
  return true;
}
