import { notify } from "@retake/db/notify";

interface Queryable {
  query(text: string, values: unknown[]): Promise<unknown>;
}

export interface ActivityLine {
  userId: string | null;
  episodeId: string | null;
  kind: string;
  data: Record<string, unknown>;
}

/** Writes one line of history and wakes those who read it. Pass the client of the transaction that does what it tells. */
export async function recordActivity(
  db: Queryable,
  workspaceId: string,
  { userId, episodeId, kind, data }: ActivityLine,
): Promise<void> {
  await db.query(
    `insert into "Activity" ("workspaceId", "episodeId", "userId", "kind", "data") values ($1, $2, $3, $4, $5)`,
    [workspaceId, episodeId, userId, kind, JSON.stringify(data)],
  );
  await notify(db, "activity", workspaceId);
}
