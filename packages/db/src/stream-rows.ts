import pg from "pg";
import type { Db } from "./create-db.ts";

/**
 * Rows of one statement, each handed over as it arrives: for answers of very many, which would otherwise all be held at once.
 * Nothing more is read while `take` runs. Errors of Postgres and of `take` reject, and end the connection.
 */
export async function streamRows<Row extends pg.QueryResultRow>(
  { pool }: Pick<Db, "pool">,
  query: pg.QueryConfig,
  take: (row: Row) => void,
): Promise<void> {
  const client = await pool.connect();
  const rows = new pg.Query<Row>(query);
  let lost: ((error: Error) => void) | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      // A connection that is lost says so itself, and would end the process unheard.
      client.on("error", (lost = reject));
      rows.on("error", reject).on("end", () => resolve());
      rows.on("row", (row) => {
        try {
          take(row);
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      });
      client.query(rows);
    });
  } catch (error) {
    client.release(true);
    throw error;
  }
  if (lost !== undefined) client.off("error", lost);
  client.release();
}
