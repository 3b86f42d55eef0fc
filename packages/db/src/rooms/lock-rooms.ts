import { createHash } from "node:crypto";
import type { PoolClient } from "pg";
import type { Request } from "./types.ts";

/**
 * Begins a transaction in which nobody else appends to these rooms. Locks are taken in the order of their numbers, so that two transactions never wait
 * for each other. A statement of its own: the next one sees what was committed while this one waited.
 */
export async function lockRooms(client: PoolClient, requests: readonly Request[]): Promise<void> {
  const numbers = [...new Set(requests.map(({ ref }) => lockOf(ref.key)))].sort((a, b) => (a < b ? -1 : 1));
  const locks = numbers.map((number) => `pg_advisory_xact_lock(${number})`);
  await client.query(`begin; select ${locks.join(", ")}`);
}

function lockOf(key: string): bigint {
  return createHash("sha256").update(`room ${key}`).digest().readBigInt64BE();
}
