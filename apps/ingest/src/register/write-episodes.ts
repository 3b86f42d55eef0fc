import { CLOCK_WARNINGS } from "../quality/quality-warnings.ts";
import type { Queryable } from "./write-topics.ts";

/** What the list of episodes shows of one that records. */
export interface EpisodeRow {
  episodeId: string;
  status: "recording" | "disconnected";
  /** The largest plausible time so far, seconds from the start. */
  endTime: number;
  totalMessages: number;
  totalFrames: number;
  /** Null: not said, or the session has not ended. */
  outcome: "success" | "failure" | null;
  totalReward: number | null;
  /** What its quality figures say of the whole; null keeps what is there. */
  warnings: { code: string; message: string }[] | null;
  /** Wake those who watch it. */
  tell: boolean;
}

/**
 * A completed episode is the worker's. Warnings of the same codes are replaced, those of a clock also by none, and those of others
 * stay. A person's outcome wins over the
 * robot's, also when it is that there is none: each change by people is an activity.
 */
const WRITE = `
WITH v AS (
  SELECT * FROM jsonb_to_recordset($1::jsonb) AS v("episodeId" text, "status" text, "endTime" float8, "totalMessages" bigint,
    "totalFrames" bigint, "outcome" text, "totalReward" float8, "warnings" jsonb, "tell" boolean)
), free AS (
  SELECT "id" FROM "Episode" WHERE "id" IN (SELECT "episodeId" FROM v) ORDER BY "id" FOR NO KEY UPDATE SKIP LOCKED
), written AS (
  UPDATE "Episode" e SET "status" = v."status"::"EpisodeStatus", "endTime" = greatest(e."endTime", v."endTime"),
    "durationS" = greatest(e."endTime", v."endTime") - e."startTime",
    "totalMessages" = greatest(e."totalMessages", least(v."totalMessages", 2147483647)),
    "totalFrames" = greatest(e."totalFrames", least(v."totalFrames", 2147483647)),
    "outcome" = CASE WHEN v."outcome" IS NOT NULL AND e."outcome" IS NULL AND NOT EXISTS (
        SELECT 1 FROM "Activity" a WHERE a."episodeId" = e."id" AND a."kind" = 'outcome' AND NOT a."data" ? 'layer'
      ) THEN v."outcome"::"Outcome" ELSE e."outcome" END,
    "totalReward" = coalesce(v."totalReward", e."totalReward"),
    "warnings" = CASE WHEN jsonb_typeof(v."warnings") = 'array' THEN coalesce((
        SELECT jsonb_agg(old) FROM jsonb_array_elements(e."warnings") old
        WHERE NOT old->>'code' = ANY($2) AND NOT old->>'code' IN (SELECT fresh->>'code' FROM jsonb_array_elements(v."warnings") fresh)
      ), '[]') || v."warnings" ELSE e."warnings" END,
    "updatedAt" = now()
  FROM v JOIN free ON free."id" = v."episodeId"
  WHERE e."id" = v."episodeId" AND e."status" <> 'completed'
  RETURNING e."id", e."workspaceId", e."sessionId", v."tell"
), told AS (
  SELECT pg_notify('episode', "workspaceId" || '/' || "sessionId") FROM written WHERE "tell"
)
SELECT v."episodeId", (SELECT count(*) FROM told) AS "told",
  NOT EXISTS (SELECT 1 FROM "Episode" e WHERE e."id" = v."episodeId" AND e."status" <> 'completed')
    OR EXISTS (SELECT 1 FROM written WHERE written."id" = v."episodeId") AS "done"
FROM v`;

/** One statement for all. @returns those that need not be tried again */
export async function writeEpisodes(db: Queryable, rows: readonly EpisodeRow[]): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  const written = await db.query<{ episodeId: string; done: boolean }>(WRITE, [
    JSON.stringify(rows),
    CLOCK_WARNINGS,
  ]);
  return new Set(written.rows.filter(({ done }) => done).map(({ episodeId }) => episodeId));
}
