import type { Facts, Loaded, Request, Update } from "./types.ts";

export interface Queryable {
  query<T extends object>(query: { name?: string; text: string; values: unknown[] }): Promise<{ rows: T[] }>;
}

type FactsRow = Omit<Facts, "schema"> & { id: string; schemaVersion: number | null };

const FACTS = `select e."id", e."workspaceId", e."sessionId", e."durationS", e."fps", e."outcome"::text as "outcome", coalesce(e."tags", '{}') as "tags",
  (select max(s."version") from "LabelSchema" s where s."workspaceId" = e."workspaceId") as "schemaVersion"
  from "Episode" e where e."id" = any($1) and e."publishedAt" is not null`;

const SNAPSHOTS = `select "room", "upToId", "data", "owners" from "RoomSnapshot" where "room" = any($1)`;

const UPDATES = `select u."room", u."id", u."data", u."userId"
  from unnest($1::text[], $2::bigint[]) as r("room", "after") join "RoomUpdate" u on u."room" = r."room" and u."id" > r."after" order by u."id"`;

const SCHEMA = `select "content" from "LabelSchema" where "workspaceId" = $1 and "version" = $2`;

/** Rooms in the order asked for, null for episodes that are not there. */
export async function loadRooms(db: Queryable, requests: readonly Request[]): Promise<(Loaded | null)[]> {
  const facts = await loadFacts(db, [...new Set(requests.map(({ ref }) => ref.episodeId))]);
  const whole = requests.filter(({ after }) => after === null).map(({ ref }) => ref.key);
  const snapshots = await loadSnapshots(db, whole);
  const updates = await loadUpdates(
    db,
    requests.map(({ ref, after }) => [ref.key, after ?? snapshots.get(ref.key)?.upToId ?? 0]),
  );
  return requests.map(({ ref }) => {
    const known = facts.get(ref.episodeId);
    if (known === undefined) return null;
    return {
      facts: known,
      snapshot: snapshots.get(ref.key) ?? null,
      updates: updates.get(ref.key) ?? [],
    };
  });
}

async function loadFacts(db: Queryable, episodeIds: string[]): Promise<Map<string, Facts>> {
  const { rows } = await db.query<FactsRow>({ name: "room-facts", text: FACTS, values: [episodeIds] });
  const schemas = new Map<string, Facts["schema"]>();
  const facts = new Map<string, Facts>();
  for (const { id, schemaVersion, ...row } of rows) {
    const { workspaceId } = row;
    let schema = schemas.get(workspaceId);
    if (schema === undefined) {
      schema = schemaVersion === null ? null : await loadSchema(db, workspaceId, schemaVersion);
      schemas.set(workspaceId, schema);
    }
    facts.set(id, { ...row, schema });
  }
  return facts;
}

async function loadSchema(db: Queryable, workspaceId: string, version: number): Promise<Facts["schema"]> {
  const values = [workspaceId, version];
  const { rows } = await db.query<{ content: unknown }>({ name: "room-schema", text: SCHEMA, values });
  return { version, content: rows[0]?.content };
}

async function loadSnapshots(
  db: Queryable,
  rooms: string[],
): Promise<Map<string, NonNullable<Loaded["snapshot"]>>> {
  if (rooms.length === 0) return new Map();
  const { rows } = await db.query<{ room: string; upToId: string; data: Buffer; owners: unknown }>({
    name: "room-snapshots",
    text: SNAPSHOTS,
    values: [rooms],
  });
  return new Map(
    rows.map(({ room, upToId, data, owners }) => [room, { upToId: Number(upToId), data, owners }]),
  );
}

async function loadUpdates(
  db: Queryable,
  cursors: readonly (readonly [room: string, after: number])[],
): Promise<Map<string, Update[]>> {
  const { rows } = await db.query<{ room: string; id: string; data: Buffer; userId: string | null }>({
    name: "room-updates",
    text: UPDATES,
    values: [cursors.map(([room]) => room), cursors.map(([, after]) => after)],
  });
  const updates = new Map<string, Update[]>();
  for (const { room, id, data, userId } of rows) {
    const mine = updates.get(room);
    const update = { id: Number(id), data, userId };
    if (mine === undefined) updates.set(room, [update]);
    else mine.push(update);
  }
  return updates;
}
