import { startTestDatabase } from "@retake/dev-env";
import { expect, test } from "vitest";
import { createListener, notify } from "../src/notify.ts";

test("a notification wakes the listeners of its channel, with the id", async () => {
  await using database = await startTestDatabase();
  const listener = createListener(database.url);
  const woken: string[] = [];
  const stop = listener.on("import", (id) => woken.push(id));
  listener.on("token", () => woken.push("wrong channel"));
  await listener.ready();
  await notify(database.db.pool, "import", "job-1");
  await expect.poll(() => woken).toEqual(["job-1"]);
  stop();
  await notify(database.db.pool, "import", "job-2");
  const after = new Promise((resolve) => listener.on("import", resolve));
  await notify(database.db.pool, "import", "job-3");
  await after;
  expect(woken).toEqual(["job-1"]);
  await listener.close();
});

test("after a lost connection it listens again and tells that there was a gap", async () => {
  await using database = await startTestDatabase();
  const { pool } = database.db;
  const listener = createListener(database.url);
  await listener.ready();
  let gaps = 0;
  listener.onGap(() => (gaps += 1));
  expect(listener.connected).toBe(true);
  await pool.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%LISTEN%' AND pid <> pg_backend_pid()",
  );
  await expect.poll(() => gaps).toBe(1);
  const woken = new Promise((resolve) => listener.on("token", resolve));
  await notify(pool, "token", "abc");
  expect(await woken).toBe("abc");
  await listener.close();
  expect(listener.connected).toBe(false);
});

test("data does not fit into a notification", async () => {
  await using database = await startTestDatabase();
  await expect(notify(database.db.pool, "import", "x".repeat(1_000))).rejects.toThrow(/carries an id/);
});
