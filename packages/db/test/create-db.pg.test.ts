import { startTestDatabase } from "@retake/dev-env";
import { expect, test } from "vitest";

test("a connection that is lost while somebody has it ends no process, whether it was asked something or not, and the pool goes on without it", async () => {
  await using database = await startTestDatabase();
  const { pool } = database.db;
  for (const asked of [false, true]) {
    const client = await pool.connect();
    const ended = new Promise<void>((resolve) => client.once("end", resolve));
    const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
    await client.query("begin");
    const answer = asked ? client.query("select pg_sleep(600)") : null;
    const rejected = answer === null ? null : expect(answer).rejects.toThrow("administrator command");
    await pool.query("select pg_terminate_backend($1)", [rows[0]?.pid]);
    await rejected;
    // The rollback of a transaction is under way when the end is noticed.
    await expect(client.query("rollback")).rejects.toThrow(/connection error|terminated/);
    await ended;
    client.release();
  }
  const { rows } = await pool.query<{ one: number }>("select 1 as one");
  expect(rows).toEqual([{ one: 1 }]);
  expect(pool.totalCount).toBe(1);
});
