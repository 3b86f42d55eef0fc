import { AppError } from "@retake/core/errors";
import type { PoolClient } from "pg";
import type { Db } from "../create-db.ts";
import { databaseFault } from "../faults.ts";
import { loadRooms } from "./load-rooms.ts";
import { lockRooms } from "./lock-rooms.ts";
import type { Append, Loaded, Part, Ref, Request, Update } from "./types.ts";
import { writeEpisodes } from "./write-episodes.ts";
import { writeLabels } from "./write-labels.ts";
import { writeComments } from "./write-comments.ts";
import { announce, writeActivities, writeUpdates } from "./write-updates.ts";

/** Updates, snapshots and projected rows of rooms in Postgres. */
export interface StoredRooms {
  load(requests: readonly Request[]): Promise<(Loaded | null)[]>;
  append(
    requests: readonly Request[],
    write: (loaded: (Loaded | null)[]) => (Append | null)[],
  ): Promise<(number | null)[]>;
  saveSnapshot(ref: Ref, upToId: number, data: Uint8Array, owners: object): Promise<void>;
  updatesUpTo(ref: Ref, id: number): Promise<Update[]>;
}

/** What no second try makes better: data that Postgres cannot hold (classes 21, 22, 23, 54). */
const HOPELESS = /^(21|22|23|54)/;

/**
 * A lock for each room, held until the transaction ends, makes its updates commit in the order of their numbers: whoever has read up to one has
 * missed none. Errors of a database that is away are `unavailable`, rows that it cannot hold are `bad_request`.
 */
export function createRoomStore({ pool }: Pick<Db, "pool">): StoredRooms {
  return {
    load: (requests) => translated(() => loadRooms(pool, requests)),
    append: (requests, write) =>
      translated(async () => {
        const client = await pool.connect();
        let failed: Error | undefined;
        try {
          await lockRooms(client, requests);
          const ids = await appendLocked(client, requests, write);
          await client.query("commit");
          return ids;
        } catch (error) {
          failed = error instanceof Error ? error : new Error(String(error));
          await client.query("rollback").catch(() => undefined);
          throw error;
        } finally {
          // A connection that broke is not given back to the pool.
          client.release(failed !== undefined && databaseFault(failed) !== null ? failed : undefined);
        }
      }),
    saveSnapshot: (ref, upToId, data, owners) =>
      translated(async () => {
        await pool.query(
          `insert into "RoomSnapshot" ("room", "upToId", "data", "owners") values ($1, $2, $3, $4)
           on conflict ("room") do update set "upToId" = excluded."upToId", "data" = excluded."data", "owners" = excluded."owners", "updatedAt" = now()
           where "RoomSnapshot"."upToId" < excluded."upToId"`,
          [ref.key, upToId, Buffer.from(data), JSON.stringify(owners)],
        );
      }),
    updatesUpTo: (ref, id) =>
      translated(async () => {
        const { rows } = await pool.query<{ id: string; data: Buffer; userId: string | null }>(
          `select "id", "data", "userId" from "RoomUpdate" where "room" = $1 and "id" <= $2 order by "id"`,
          [ref.key, id],
        );
        return rows.map((row) => ({ ...row, id: Number(row.id) }));
      }),
  };
}

async function appendLocked(
  client: PoolClient,
  requests: readonly Request[],
  write: (loaded: (Loaded | null)[]) => (Append | null)[],
): Promise<(number | null)[]> {
  const loaded = await loadRooms(client, requests);
  const appends = write(loaded);
  const parts: Part[] = requests.flatMap(({ ref }, i) => {
    const facts = loaded[i]?.facts;
    const append = appends[i] ?? null;
    return facts === undefined || append === null ? [] : [{ ref, facts, append }];
  });
  if (parts.length === 0) return requests.map(() => null);
  const ids = await writeUpdates(client, parts);
  await writeLabels(client, parts);
  await writeComments(client, parts);
  await writeEpisodes(client, parts);
  await writeActivities(client, parts, ids);
  await announce(client, parts, ids);
  return requests.map(({ ref }) => ids.get(ref.key) ?? null);
}

async function translated<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof AppError) throw error;
    const { code } = error as { code?: unknown };
    if (typeof code === "string" && HOPELESS.test(code))
      throw new AppError("bad_request", "This cannot be stored.", { detail: String(error), cause: error });
    throw databaseFault(error) ?? error;
  }
}
