interface Queryable {
  query(text: string, values: unknown[]): Promise<unknown>;
}

/** Tells the other processes who is in a room; see the channel `presence`. Postgres refuses payloads of 8,000 bytes. */
export async function announcePresence(db: Queryable, payload: string): Promise<void> {
  await db.query("select pg_notify('presence', $1)", [payload]);
}
