import type { Db } from "@retake/db";
import { logLockKey } from "../recording/log-lease.ts";
import { type Log, describeError } from "../log.ts";

/** Says of recordings that nobody takes them in, while ingest is down. */
export interface IngestWatch {
  start(): void;
  /** One look. @returns public names of the episodes that are told to be cut off now */
  look(): Promise<string[]>;
  stop(): Promise<void>;
}

export interface IngestWatchOptions {
  db: Pick<Db, "pool">;
  /** The log's folder, whose lock a living ingest holds. */
  folder: string;
  log: Log;
  everyMs?: number;
  /** Ingest writes the row of what is connected each second; an older one was left behind. */
  silentMs?: number;
}

const EVERY_MS = 5_000;
const SILENT_MS = 10_000;

/** Whether anybody has the advisory lock; a look at it takes nothing. */
const HELD = `
SELECT EXISTS (SELECT 1 FROM pg_locks WHERE "locktype" = 'advisory' AND "granted" AND "objsubid" = 1
  AND "database" = (SELECT "oid" FROM pg_database WHERE "datname" = current_database())
  AND "classid"::bigint = ($1::bigint >> 32) & 4294967295 AND "objid"::bigint = $1::bigint & 4294967295) AS "held"`;

const DISCONNECT = `
WITH r AS (
  UPDATE "Recording" SET "connected" = false, "updatedAt" = now()
  WHERE "connected" AND NOT "finished" AND "endedAt" IS NULL AND "updatedAt" < now() - $1 * interval '1 ms'
  RETURNING "episodeId", "workspaceId"
), e AS (
  UPDATE "Episode" SET "status" = 'disconnected', "updatedAt" = now()
  WHERE "status" = 'recording' AND "id" IN (SELECT "episodeId" FROM r) RETURNING "workspaceId", "sessionId"
), told AS (
  SELECT pg_notify('recording', "workspaceId") FROM (SELECT DISTINCT "workspaceId" FROM r) w
  UNION ALL SELECT pg_notify('episode', "workspaceId" || '/' || "sessionId") FROM e
)
SELECT "sessionId", (SELECT count(*) FROM told) AS "told" FROM e`;

/**
 * Only ingest knows which robots are connected, and it cannot say so once it is dead. Its lock has to be free at two looks in a row: a
 * living one that lost its connection takes it again in between. Whatever ingest comes next writes all rows anew at its start.
 */
export function createIngestWatch(options: IngestWatchOptions): IngestWatch {
  const { db, log, everyMs = EVERY_MS, silentMs = SILENT_MS } = options;
  const key = logLockKey(options.folder);
  let wasFree = false;
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<unknown> | null = null;

  async function look(): Promise<string[]> {
    const { rows } = await db.pool.query<{ held: boolean }>(HELD, [key]);
    const isFree = rows[0]?.held === false;
    const isDown = isFree && wasFree;
    wasFree = isFree;
    if (!isDown) return [];
    const told = await db.pool.query<{ sessionId: string }>(DISCONNECT, [silentMs]);
    const sessions = told.rows.map(({ sessionId }) => sessionId);
    if (sessions.length > 0) log.warn("ingest is down: its recordings are cut off", { sessions });
    return sessions;
  }

  return {
    look,
    start() {
      timer = setInterval(() => {
        looking ??= look()
          .catch((error: unknown) => {
            wasFree = false;
            log.debug("ingest watch", describeError(error));
          })
          .finally(() => (looking = null));
      }, everyMs);
    },
    async stop() {
      clearInterval(timer);
      await looking;
    },
  };
}
