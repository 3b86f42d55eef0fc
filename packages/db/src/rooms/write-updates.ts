import type { PoolClient } from "pg";
import type { Part } from "./types.ts";

/** Changes of more episodes than this are announced as one of the workspace. */
const NAMED_MAX = 50;

/** @returns the number of the last update of each room */
export async function writeUpdates(client: PoolClient, parts: readonly Part[]): Promise<Map<string, number>> {
  const all = parts.flatMap(({ ref, append }) =>
    append.updates.map((update) => ({ room: ref.key, ...update })),
  );
  const { rows } = await client.query<{ room: string; id: string }>({
    name: "room-append",
    text: `insert into "RoomUpdate" ("room", "data", "userId")
      select room, data, user_id from unnest($1::text[], $2::bytea[], $3::text[]) with ordinality as u(room, data, user_id, place) order by place
      returning "room", "id"`,
    values: [
      all.map(({ room }) => room),
      all.map(({ data }) => Buffer.from(data)),
      all.map(({ userId }) => userId),
    ],
  });
  const last = new Map<string, number>();
  for (const { room, id } of rows) last.set(room, Math.max(last.get(room) ?? 0, Number(id)));
  return last;
}

/** What was done outside of the team's layer says so: feeds show it to those who may see the layer. */
export async function writeActivities(
  client: PoolClient,
  parts: readonly Part[],
  ids: ReadonlyMap<string, number>,
): Promise<void> {
  const all = parts.flatMap(({ ref, facts, append }) =>
    append.activities.map(({ userId, kind, data }) => ({
      workspaceId: facts.workspaceId,
      episodeId: ref.episodeId,
      userId,
      kind,
      data: { ...data, updateId: ids.get(ref.key), ...(ref.layer === "main" ? {} : { layer: ref.layer }) },
    })),
  );
  if (all.length === 0) return;
  await client.query({
    name: "room-activities",
    text: `insert into "Activity" ("workspaceId", "episodeId", "userId", "kind", "data")
      select * from jsonb_to_recordset($1) as x("workspaceId" text, "episodeId" text, "userId" text, "kind" text, "data" jsonb)`,
    values: [storableJson(all)],
  });
}

/** Wakes whoever has one of these rooms open, and whoever has lists in which their episodes stand. Heard on commit. */
export async function announce(
  client: PoolClient,
  parts: readonly Part[],
  ids: ReadonlyMap<string, number>,
): Promise<void> {
  const listed = parts.filter(({ append }) => append.listed).map(({ facts }) => facts);
  const names =
    listed.length > NAMED_MAX
      ? [...new Set(listed.map(({ workspaceId }) => workspaceId))]
      : [...new Set(listed.map(({ workspaceId, sessionId }) => `${workspaceId}/${sessionId}`))];
  const told = parts.filter(({ append }) => append.activities.length > 0);
  const feeds = [...new Set(told.map(({ facts }) => facts.workspaceId))];
  const rooms = parts.map(({ ref }) => `${ids.get(ref.key) ?? 0} ${ref.key}`);
  await client.query({
    name: "room-announce",
    text: `select pg_notify('room', id) from unnest($1::text[]) id union all select pg_notify('episode', id) from unnest($2::text[]) id
      union all select pg_notify('activity', id) from unnest($3::text[]) id`,
    values: [rooms, names, feeds],
  });
}

/** JSON of values from documents, without what `jsonb` refuses: NUL, and halves of characters. */
export function storableJson(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) =>
    typeof one === "string" ? one.replaceAll(/[\0\p{Surrogate}]/gu, "") : one,
  );
}
