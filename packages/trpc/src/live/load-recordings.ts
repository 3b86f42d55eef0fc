import type { Db } from "@retake/db";
import type { LiveFigures } from "@retake/core/live-figures";
import { visibleRecordings } from "../policies/live.ts";

/** A recording with what the screens say of its episode and robot. */
export interface RecordingRecord {
  episodeId: string;
  connected: boolean;
  startedAt: Date;
  lastMessageAt: Date | null;
  endedAt: Date | null;
  nextSeq: number;
  sealedSeq: number;
  finished: boolean;
  messages: number;
  frames: number;
  dropped: number;
  /** Null until the first were written. */
  live: LiveFigures | null;
  robotName: string | null;
  episode: {
    sessionId: string;
    robotType: string | null;
    task: string | null;
    operator: string | null;
    durationS: number;
    outcome: "success" | "failure" | null;
    cameras: { topic: string }[];
  };
}

/** Recordings one page shows; a fleet beyond that needs another kind of page. */
const RECORDINGS_MAX = 200;
/** How long one that has ended stays in sight. */
export const ENDED_SHOWN_MS = 10 * 60_000;

const WITH = {
  robot: { select: { name: true } },
  episode: {
    select: {
      sessionId: true,
      robotType: true,
      task: true,
      operator: true,
      durationS: true,
      outcome: true,
      cameras: { select: { topic: true }, orderBy: { position: "asc" } },
    },
  },
} as const;

/** Recordings of now and of the last minutes, newest first. */
export async function loadRecordings(db: Db, workspaceId: string, now: Date): Promise<RecordingRecord[]> {
  const shown = { OR: [{ endedAt: null }, { endedAt: { gt: new Date(now.getTime() - ENDED_SHOWN_MS) } }] };
  const rows = await db.prisma.recording.findMany({
    where: { ...visibleRecordings({ id: workspaceId }), ...shown },
    include: WITH,
    orderBy: [{ startedAt: "desc" }, { episodeId: "asc" }],
    take: RECORDINGS_MAX,
  });
  return rows.map(record);
}

/** The recording behind an episode, or null for an imported one. */
export async function loadRecording(
  db: Db,
  workspaceId: string,
  episodeId: string,
): Promise<RecordingRecord | null> {
  const row = await db.prisma.recording.findFirst({
    where: { ...visibleRecordings({ id: workspaceId }), episodeId },
    include: WITH,
  });
  return row === null ? null : record(row);
}

interface Row extends Omit<RecordingRecord, "nextSeq" | "sealedSeq" | "live" | "robotName"> {
  nextSeq: bigint;
  sealedSeq: bigint;
  live: unknown;
  robot: { name: string } | null;
}

function record(row: Row): RecordingRecord {
  const live = row.live as Partial<LiveFigures>;
  return {
    ...row,
    nextSeq: Number(row.nextSeq),
    sealedSeq: Number(row.sealedSeq),
    live: live.topics === undefined ? null : (live as LiveFigures),
    robotName: row.robot?.name ?? null,
  };
}
