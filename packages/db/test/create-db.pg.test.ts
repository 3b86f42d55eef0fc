import { startTestDatabase } from "@retake/dev-env";
import { expect, test } from "vitest";

test.each([
  ["was asked nothing", false],
  ["has not answered yet", true],
])(
  "a connection that is lost while somebody has it, and that %s, ends no process, and the pool goes on without it",
  async (_, asked) => {
    await using database = await startTestDatabase();
    const { pool } = database.db;
    const client = await pool.connect();
    try {
      const ended = new Promise<void>((resolve) => client.once("end", resolve));
      const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
      await client.query("begin");
      // Whether the line or the server's last word is heard first is a matter of moments: either rejects.
      const rejected = asked ? expect(client.query("select pg_sleep(600)")).rejects.toThrow() : null;
      await pool.query("select pg_terminate_backend($1)", [rows[0]?.pid]);
      await rejected;
      // The end is noticed while a transaction is being rolled back.
      await expect(client.query("rollback")).rejects.toThrow();
      await ended;
    } finally {
      client.release();
    }
    expect((await pool.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
    expect(pool.totalCount).toBe(1);
  },
);
