import { createHash, randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { AppError } from "@retake/core/errors";
import { type Db, createDb } from "@retake/db";
import { databaseFault } from "@retake/db/faults";
import { type LogLease, latestFence } from "@retake/telemetry/log";
import type { Log } from "../log.ts";

export interface HeldLease extends LogLease {
  /** Lets the next process in at once. */
  release(): Promise<void>;
}

export interface LogLeaseOptions {
  databaseUrl: string;
  /** The log's folder. Beside it lies `<folder>.id`, the name under which it is locked. */
  folder: string;
  report: Log;
  /** How long an earlier process may take to be gone. */
  waitMs?: number;
}

const WAIT_MS = 5_000;
const RETRY_MS = 100;
const RETRY_MS_MAX = 2_000;
const SHARD = 0;

/**
 * The right to write a log folder: an advisory lock in Postgres keeps a second process out, and the fence, one above the largest in
 * the folder, keeps out the first one should it have lost the lock without knowing: the log looks for its fence before each ack. So
 * a lost connection costs nothing but the lock, which is taken again.
 * Waits while Postgres is away.
 * @throws AppError `conflict` when another process has it
 */
export async function takeLogLease({
  databaseUrl,
  folder,
  report,
  waitMs = WAIT_MS,
}: LogLeaseOptions): Promise<HeldLease> {
  const key = logLockKey(folder);
  const db = createDb(databaseUrl, { connectionsMax: 1 });
  try {
    const connection = await lock(db, key, { folder, report, waitMs });
    const kept = keepLock(db, key, { connection, report });
    const fence = (await latestFence(folder)) + 1;
    return {
      shard: SHARD,
      fence,
      held: () => true,
      async release() {
        kept.stop();
        await db.close();
      },
    };
  } catch (error) {
    await db.close();
    throw error;
  }
}

/** One that has the lock. */
interface Connection {
  /** Settles when it has ended. */
  lost: Promise<void>;
  end(): void;
}

async function lock(
  db: Db,
  key: string,
  { folder, report, waitMs }: { folder: string; report: Log; waitMs: number },
): Promise<Connection> {
  const deadline = Date.now() + waitMs;
  for (let pause = RETRY_MS, told = false; ;) {
    const taken = await tryLock(db, key).catch((error: unknown) => {
      const away = databaseFault(error);
      if (away === null) throw error;
      return away;
    });
    if (taken !== null && !(taken instanceof AppError)) return taken;
    if (taken === null && Date.now() > deadline) {
      throw new AppError(
        "conflict",
        `Another ingest process writes the log in ${folder}. Stop it first, or give this one a data folder of its own.`,
      );
    }
    if (taken !== null && !told) {
      told = true;
      report.warn("waiting for the database", { message: taken.message });
    }
    await delay(taken === null ? RETRY_MS : pause);
    pause = Math.min(pause * 2, RETRY_MS_MAX);
  }
}

/** @returns null when another connection has it */
async function tryLock(db: Db, key: string): Promise<Connection | null> {
  const client = await db.pool.connect();
  let ended = false;
  let settle = (): void => undefined;
  const lost = new Promise<void>((resolve) => (settle = resolve));
  const end = (): void => {
    if (ended) return;
    ended = true;
    // With its connection the lock is let go.
    client.release(true);
    settle();
  };
  client.once("end", end);
  client.on("error", end);
  try {
    const { rows } = await client.query<{ taken: boolean }>("SELECT pg_try_advisory_lock($1) AS taken", [
      key,
    ]);
    if (rows[0]?.taken === true) return { lost, end };
    end();
    return null;
  } catch (error) {
    end();
    throw error;
  }
}

/** Takes the lock again after every loss of its connection. */
function keepLock(
  db: Db,
  key: string,
  { connection, report }: { connection: Connection; report: Log },
): { stop(): void } {
  const stopping = new AbortController();
  const { signal } = stopping;
  let current: Connection | null = connection;
  const keep = async (): Promise<void> => {
    for (;;) {
      await current?.lost;
      if (signal.aborted) return;
      if (current !== null) report.warn("the log's lock was lost with its connection, and is taken again");
      current = await tryLock(db, key).catch(() => null);
      if (current === null) await delay(RETRY_MS_MAX / 2, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) current?.end();
    }
  };
  void keep();
  return {
    stop() {
      stopping.abort();
      current?.end();
    },
  };
}

/** The advisory lock of a log's folder, wherever it is mounted. */
export function logLockKey(folder: string): string {
  const hash = createHash("sha256")
    .update(`retake log ${identity(folder)}`)
    .digest();
  return String(hash.readBigInt64BE());
}

function identity(folder: string): string {
  const file = `${path.resolve(folder)}.id`;
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const draft = `${file}.${randomUUID()}`;
  fs.writeFileSync(draft, randomUUID(), { flush: true });
  try {
    fs.linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    fs.rmSync(draft, { force: true });
  }
  return fs.readFileSync(file, "utf8");
}
