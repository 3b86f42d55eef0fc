import { setTimeout as delay } from "node:timers/promises";
import type { Db } from "@retake/db";

const NAME = "retake indexing";
const LOOK_EVERY_MS = 1_000;

/** The right to index, of one process at a time for a whole database. It ends with its connection, so a killed process leaves nothing behind. */
export interface IndexLock {
  /** Aborted when the connection, and with it the right, is lost. */
  lost: AbortSignal;
  release(): Promise<void>;
}

/** Null while another process has it. */
export async function tryIndexLock({ pool }: Db): Promise<IndexLock | null> {
  const client = await pool.connect();
  const lost = new AbortController();
  const onError = (): void => lost.abort();
  client.on("error", onError);
  client.on("end", onError);
  const giveBack = (broken: boolean): void => {
    client.removeListener("error", onError);
    client.removeListener("end", onError);
    client.release(broken);
  };
  try {
    const { rows } = await client.query<{ locked: boolean }>(
      "select pg_try_advisory_lock(hashtextextended($1, 0)) as locked",
      [NAME],
    );
    if (rows[0]?.locked !== true) {
      giveBack(false);
      return null;
    }
  } catch (thrown) {
    giveBack(true);
    throw thrown;
  }
  return {
    lost: lost.signal,
    // Closing the connection gives the lock back whatever state it is in, but only when Postgres comes to notice: who asks right after would not get it.
    async release() {
      await client.query("select pg_advisory_unlock_all()").catch(() => undefined);
      giveBack(true);
    },
  };
}

/** Looks every second until it is free. @throws AbortError */
export async function waitForIndexLock(db: Db, signal: AbortSignal): Promise<IndexLock> {
  for (;;) {
    const lock = await tryIndexLock(db);
    if (lock !== null) return lock;
    await delay(LOOK_EVERY_MS, undefined, { signal });
  }
}
