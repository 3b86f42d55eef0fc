import { setTimeout as delay } from "node:timers/promises";
import { AppError } from "@retake/core/errors";
import type { Db } from "@retake/db";

/** A killed import's connection is noticed by Postgres within moments; a living one keeps its lock for much longer. */
const WAIT_MS = 5_000;
const LOOK_EVERY_MS = 100;

/**
 * Makes sure that one dataset is imported by one process at a time. The lock dies with the connection, so that a killed
 * import leaves nothing behind.
 * @throws AppError `conflict` while another import of the same dataset runs
 */
export async function withImportLock<T>(
  db: Db,
  key: string,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  const client = await db.pool.connect();
  let broken: Error | undefined;
  const onError = (error: Error): void => void (broken = error);
  client.on("error", onError);
  try {
    const deadline = Date.now() + WAIT_MS;
    for (;;) {
      const text = "SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS locked";
      const { rows } = await client.query<{ locked: boolean }>(text, [key]);
      if (rows[0]?.locked === true) break;
      if (Date.now() > deadline) {
        throw new AppError(
          "conflict",
          "This dataset is being imported already; wait for that import to end.",
        );
      }
      await delay(LOOK_EVERY_MS, undefined, { signal });
    }
    const result = await work();
    await client.query("SELECT pg_advisory_unlock(hashtextextended($1, 0))", [key]);
    return result;
  } catch (thrown) {
    // The lock ends with the connection, whatever state it is in.
    broken ??= thrown instanceof Error ? thrown : new Error(String(thrown));
    throw thrown;
  } finally {
    client.removeListener("error", onError);
    client.release(broken);
  }
}
