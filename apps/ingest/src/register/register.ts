import type { RecordingMeta } from "@retake/core/recording-meta";
import type { Db } from "@retake/db";
import { beginEpisode } from "./begin-episode.ts";
import type { LiveClockFigures } from "@retake/core/live-figures";
import { readClockFigures } from "./clock-figures.ts";
import { findRobot } from "./find-robot.ts";
import { type EpisodeRow, writeEpisodes } from "./write-episodes.ts";
import { type RecordingRow, type WrittenRow, writeRecordings } from "./write-recordings.ts";
import { writeTopics } from "./write-topics.ts";

/** An episode that has the name a robot asks for. */
export interface KnownEpisode {
  episodeId: string;
  source: "live" | "import";
  ended: boolean;
  nextSeq: number;
  messages: number;
  frames: number;
  dropped: number;
}

/** How far the worker is. */
export interface SealedState {
  sealedSeq: number;
  finished: boolean;
}

/** What ingest reads and writes in Postgres. All methods reject while it is away. */
export interface Register {
  find(workspaceId: string, sessionId: string): Promise<KnownEpisode | null>;
  /**
   * Registers the robot, and the episode with its declared topics.
   * @param tokenName what a robot is called that nobody has seen before
   * @returns the recording's description with its robot, or null when the name is taken
   */
  begin(episodeId: string, meta: RecordingMeta, tokenName: string): Promise<RecordingMeta | null>;
  writeRecordings(rows: readonly RecordingRow[]): Promise<WrittenRow[]>;
  writeEpisodes(rows: readonly EpisodeRow[]): Promise<Set<string>>;
  writeTopics(episodeId: string, topics: RecordingMeta["topics"]): Promise<void>;
  /** Those that are missing have been deleted. */
  sealed(episodeIds: readonly string[]): Promise<Map<string, SealedState>>;
  /** What was shown last of the clocks of these robots; those are missing of which nothing was. */
  clocks(episodeIds: readonly string[]): Promise<Map<string, LiveClockFigures>>;
  /** Deletes rows of sessions that were never in a log: the process ended between the two. @returns their number */
  deleteUnbegun(known: readonly string[]): Promise<number>;
  /** Marks what no log of ours holds as cut off. @returns public names of those that have not been sealed whole */
  disconnectOthers(known: readonly string[]): Promise<string[]>;
}

const FIND = `
SELECT e."id" AS "episodeId", e."source", (r."endedAt" IS NOT NULL OR e."status" = 'completed') AS "ended", r."nextSeq",
  r."messages", r."frames", r."dropped"
FROM "Episode" e LEFT JOIN "Recording" r ON r."episodeId" = e."id" WHERE e."workspaceId" = $1 AND e."sessionId" = $2`;

const SEALED = `SELECT "episodeId", "sealedSeq", "finished" FROM "Recording" WHERE "episodeId" = ANY($1)`;

const CLOCKS = `SELECT "episodeId", "live"->'clock' AS "clock" FROM "Recording" WHERE "episodeId" = ANY($1)`;

const DELETE_UNBEGUN = `
DELETE FROM "Episode" e USING "Recording" r WHERE r."episodeId" = e."id" AND NOT r."finished" AND r."endedAt" IS NULL
  AND r."nextSeq" = 1 AND r."messages" = 0 AND NOT (e."id" = ANY($1))`;

const DISCONNECT_OTHERS = `
WITH r AS (
  UPDATE "Recording" SET "connected" = false, "updatedAt" = now()
  WHERE NOT "finished" AND "endedAt" IS NULL AND NOT ("episodeId" = ANY($1)) RETURNING "episodeId"
)
UPDATE "Episode" SET "status" = 'disconnected', "updatedAt" = now()
WHERE "status" = 'recording' AND "id" IN (SELECT "episodeId" FROM r) RETURNING "sessionId"`;

export function createRegister(db: Pick<Db, "pool">): Register {
  const { pool } = db;
  return {
    async find(workspaceId, sessionId) {
      const { rows } = await pool.query<Record<keyof KnownEpisode, unknown>>(FIND, [workspaceId, sessionId]);
      const [row] = rows;
      if (row === undefined) return null;
      return {
        episodeId: String(row.episodeId),
        source: row.source === "live" ? "live" : "import",
        ended: row.ended === true,
        nextSeq: Number(row.nextSeq ?? 1),
        messages: Number(row.messages ?? 0),
        frames: Number(row.frames ?? 0),
        dropped: Number(row.dropped ?? 0),
      };
    },
    async begin(episodeId, meta, tokenName) {
      const { workspaceId, tokenId, robotType } = meta;
      const robotId = await findRobot(pool, { workspaceId, tokenId, robotType, name: tokenName });
      const complete = { ...meta, robotId };
      return (await beginEpisode(pool, episodeId, complete)) ? complete : null;
    },
    writeRecordings: (rows) => writeRecordings(pool, rows),
    writeEpisodes: (rows) => writeEpisodes(pool, rows),
    writeTopics: (episodeId, topics) => writeTopics(pool, episodeId, topics),
    async sealed(episodeIds) {
      const { rows } = await pool.query<{ episodeId: string; sealedSeq: string; finished: boolean }>(SEALED, [
        episodeIds,
      ]);
      return new Map(
        rows.map(({ episodeId, sealedSeq, finished }) => [
          episodeId,
          { sealedSeq: Number(sealedSeq), finished },
        ]),
      );
    },
    async clocks(episodeIds) {
      const { rows } = await pool.query<{ episodeId: string; clock: unknown }>(CLOCKS, [episodeIds]);
      return new Map(
        rows.flatMap(({ episodeId, clock }) => {
          const figures = readClockFigures(clock);
          return figures === null ? [] : [[episodeId, figures]];
        }),
      );
    },
    async deleteUnbegun(known) {
      return (await pool.query(DELETE_UNBEGUN, [known])).rowCount ?? 0;
    },
    async disconnectOthers(known) {
      const { rows } = await pool.query<{ sessionId: string }>(DISCONNECT_OTHERS, [known]);
      return rows.map(({ sessionId }) => sessionId);
    },
  };
}
