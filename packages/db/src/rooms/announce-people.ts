interface Queryable {
  query(text: string, values: unknown[]): Promise<unknown>;
}

/** Tells the other processes where people are; see the channel `people`. Postgres refuses payloads of 8,000 bytes. */
export async function announcePeople(db: Queryable, payload: string): Promise<void> {
  await db.query("select pg_notify('people', $1)", [payload]);
}
