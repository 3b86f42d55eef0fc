import type { Db } from "@retake/db";
import type { DueRecording } from "./sealed-range.ts";

/** More than one sweep takes on: the next one finds the rest. */
const DUE_MAX = 1_000;

interface DueRow {
  episodeId: string;
  workspaceId: string;
  sessionId: string;
  startedAt: Date;
  endedAt: Date | null;
  sealedSeq: bigint;
  sealAskedSeq: bigint;
  parts: bigint;
  lastTime: number;
}

/** Recordings of which something is to be sealed or finished, ended ones first: people wait for those. */
export async function findDue(db: Db): Promise<DueRecording[]> {
  const rows = await db.prisma.$queryRaw<DueRow[]>`
    SELECT r."episodeId", r."workspaceId", e."sessionId", r."startedAt", r."endedAt", r."sealedSeq", r."sealAskedSeq",
      s."parts", s."lastTime"
    FROM "Recording" r JOIN "Episode" e ON e."id" = r."episodeId"
    CROSS JOIN LATERAL (SELECT count(*) AS "parts", coalesce(max("lastTime"), 0) AS "lastTime"
      FROM "Segment" WHERE "episodeId" = r."episodeId") s
    WHERE NOT r."finished" AND (r."sealAskedSeq" > r."sealedSeq" OR r."endedAt" IS NOT NULL)
    ORDER BY r."endedAt" NULLS LAST, r."updatedAt" LIMIT ${DUE_MAX}`;
  return rows.map(({ endedAt, sealedSeq, sealAskedSeq, parts, ...row }) => ({
    ...row,
    ended: endedAt !== null,
    sealedSeq: Number(sealedSeq),
    sealAskedSeq: Number(sealAskedSeq),
    parts: Number(parts),
  }));
}
