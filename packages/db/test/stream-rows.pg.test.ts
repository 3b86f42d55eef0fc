import { startTestDatabase } from "@retake/dev-env";
import { expect, test } from "vitest";
import { streamRows } from "../src/stream-rows.ts";

const COUNT = { text: "SELECT n FROM generate_series(1, $1::int) n", values: [20_000] };

test("every row is handed over once, in order, and the connection serves the next question", async () => {
  await using database = await startTestDatabase();
  for (let time = 0; time < 30; time++) {
    let next = 1;
    await streamRows<{ n: number }>(database.db, { name: "count", ...COUNT }, ({ n }) => {
      if (n === next) next++;
    });
    expect(next).toBe(20_001);
  }
  expect(database.db.pool.totalCount).toBe(1);
  expect(database.db.pool.idleCount).toBe(1);
});

test("what the taker throws, what Postgres refuses and a lost connection reject, and leave no connection taken", async () => {
  await using database = await startTestDatabase();
  const { db } = database;
  const ignore = (): void => undefined;
  const refuse = (): never => {
    throw new Error("not this one");
  };
  await expect(streamRows(db, COUNT, refuse)).rejects.toThrow("not this one");
  await expect(
    streamRows(db, { text: "SELECT 1 / (n - 500) FROM generate_series(1, 1000) n" }, ignore),
  ).rejects.toThrow("division by zero");
  const end = { text: "SELECT pg_terminate_backend(pg_backend_pid()), n FROM generate_series(1, 3) n" };
  await expect(streamRows(db, end, ignore)).rejects.toThrow("terminat");
  expect(db.pool.totalCount).toBe(0);
  expect((await db.pool.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
});
