import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { type TestDatabase, startIngest, startTestDatabase } from "@retake/dev-env";
import { bootstrap } from "@retake/db/bootstrap";
import { createListener } from "@retake/db/notify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createLog } from "../src/log.ts";
import { createIngestWatch } from "../src/register/watch-ingest.ts";
import { eventually } from "./sockets/eventually.ts";
import { Robot, sample } from "./sockets/robot.ts";

let database: TestDatabase;
let dataDir = "";
let token = "";
beforeAll(async () => {
  database = await startTestDatabase();
  dataDir = fs.mkdtempSync(path.join(os.tmpdir(), "retake-watch-"));
  const { credentials } = await bootstrap(database.db, { dataDir, webUrl: "http://x", ingestUrl: "ws://x" });
  token = credentials!.robotToken;
});
afterAll(async () => {
  await database.close();
  fs.rmSync(dataDir, { recursive: true, force: true });
});

const shown = async (sessionId: string) => {
  const row = await database.db.prisma.recording.findFirstOrThrow({
    where: { episode: { sessionId } },
    include: { episode: true },
  });
  return { connected: row.connected, status: row.episode.status };
};

async function heldLocks(): Promise<number> {
  const { rows } = await database.db.pool.query<{ count: number }>(
    `SELECT count(*)::int FROM pg_locks JOIN pg_database d ON d."oid" = "database" WHERE "locktype" = 'advisory' AND d."datname" = current_database()`,
  );
  return rows[0]?.count ?? NaN;
}

test(
  "recordings of an ingest that was killed show as cut off once it is down at two looks, and as recording again when their robot is back; while it lives nobody speaks for it",
  { timeout: 300_000 },
  async () => {
    const { db } = database;
    const watch = createIngestWatch({
      db,
      folder: path.join(dataDir, "log"),
      log: createLog("error"),
      silentMs: 0,
    });
    const start = () => startIngest({ databaseUrl: database.url, dataDir });
    await using first = await start();
    const robot = await Robot.connect(first.ingestUrl, { token });
    await robot.start("killed");
    robot.send(sample(1, 1));
    await robot.acked(1);
    await eventually(async () => (await shown("killed")).connected);
    for (let looks = 0; looks < 3; looks++) expect(await watch.look()).toEqual([]);
    expect(await shown("killed")).toEqual({ connected: true, status: "recording" });

    await first.kill();
    const listener = createListener(db.url);
    await listener.ready();
    const woken = new Promise((resolve) => listener.on("episode", resolve));
    // The server lets go of a dead connection's lock a moment later.
    await eventually(async () => (await heldLocks()) === 0);
    // Free at one look alone it may be after a lost connection.
    expect(await watch.look()).toEqual([]);
    expect(await shown("killed")).toEqual({ connected: true, status: "recording" });
    expect(await watch.look()).toEqual(["killed"]);
    expect(await woken).toMatch(/\/killed$/);
    await listener.close();
    expect(await shown("killed")).toEqual({ connected: false, status: "disconnected" });
    expect(await watch.look()).toEqual([]);

    await using second = await start();
    const again = await Robot.connect(second.ingestUrl, { token });
    await again.start("killed", { resume: true });
    // Of the two rows one is written after the other.
    await eventually(async () => {
      const { connected, status } = await shown("killed");
      return connected && status === "recording";
    });
    again.cut();
  },
);
