import type { LiveFigures } from "@retake/core/live-figures";
import type { Queryable } from "./write-topics.ts";

/** What changed of a recording. Times in seconds since 1970. */
export interface RecordingRow {
  episodeId: string;
  connected: boolean;
  lastMessageAt: number | null;
  endedAt: number | null;
  nextSeq: number;
  /** Ask the worker to seal up to `nextSeq`. */
  ask: boolean;
  messages: number;
  frames: number;
  dropped: number;
  live: LiveFigures;
}

export interface WrittenRow {
  episodeId: string;
  /** False: the worker has its hands on the row, or it is gone. */
  written: boolean;
  exists: boolean;
}

/** A row that is locked is left for the next time: a slow worker must not hold up everybody's figures. */
const WRITE = `
WITH v AS (
  SELECT * FROM jsonb_to_recordset($1::jsonb) AS v("episodeId" text, "connected" boolean, "lastMessageAt" float8,
    "endedAt" float8, "nextSeq" bigint, "ask" boolean, "messages" bigint, "frames" bigint, "dropped" bigint, "live" jsonb)
), free AS (
  SELECT "episodeId" FROM "Recording" WHERE "episodeId" IN (SELECT "episodeId" FROM v)
  ORDER BY "episodeId" FOR NO KEY UPDATE SKIP LOCKED
), written AS (
  UPDATE "Recording" r SET "connected" = v."connected", "lastMessageAt" = coalesce(to_timestamp(v."lastMessageAt"), r."lastMessageAt"),
    "endedAt" = coalesce(r."endedAt", to_timestamp(v."endedAt")), "nextSeq" = v."nextSeq",
    "sealAskedSeq" = CASE WHEN v."ask" THEN greatest(r."sealAskedSeq", v."nextSeq") ELSE r."sealAskedSeq" END,
    "messages" = least(v."messages", 2147483647), "frames" = least(v."frames", 2147483647),
    "dropped" = least(v."dropped", 2147483647), "live" = v."live", "updatedAt" = now()
  FROM v JOIN free USING ("episodeId") WHERE r."episodeId" = v."episodeId"
  RETURNING r."episodeId", r."workspaceId", r."robotId", v."connected"
), seen AS (
  UPDATE "Robot" SET "lastSeenAt" = now() WHERE "lastSeenAt" < now() - interval '30 s'
    AND "id" IN (SELECT "robotId" FROM written WHERE "connected")
), told AS (
  SELECT pg_notify('recording', "workspaceId") FROM (SELECT DISTINCT "workspaceId" FROM written) w
)
SELECT v."episodeId", written."episodeId" IS NOT NULL AS "written", (SELECT count(*) FROM told) AS "told",
  EXISTS (SELECT 1 FROM "Recording" r WHERE r."episodeId" = v."episodeId") AS "exists"
FROM v LEFT JOIN written USING ("episodeId")`;

/** One statement for all. */
export async function writeRecordings(db: Queryable, rows: readonly RecordingRow[]): Promise<WrittenRow[]> {
  if (rows.length === 0) return [];
  const written = await db.query<WrittenRow>(WRITE, [JSON.stringify(rows)]);
  return written.rows;
}
