import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { type TestDatabase, startIngest, startTestDatabase } from "@retake/dev-env";
import { bootstrap } from "@retake/db/bootstrap";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Robot, sample } from "./sockets/robot.ts";

let database: TestDatabase;
let dataDir = "";
let token = "";
beforeEach(async () => {
  database = await startTestDatabase();
  dataDir = fs.mkdtempSync(path.join(os.tmpdir(), "retake-kill-"));
  const { credentials } = await bootstrap(database.db, { dataDir, webUrl: "http://x", ingestUrl: "ws://x" });
  token = credentials!.robotToken;
});
afterEach(async () => {
  await database.close();
  fs.rmSync(dataDir, { recursive: true, force: true });
});

test("a process that is killed leaves its log to the next one at once, and what it acknowledged is there", async () => {
  const options = { databaseUrl: database.url, dataDir };
  const first = await startIngest(options);
  const robot = await Robot.connect(first.ingestUrl, { token });
  await robot.start("killed");
  for (let seq = 1; seq <= 500; seq++) robot.send(sample(seq, seq));
  await robot.acked(100);
  await first.kill("SIGKILL");
  await robot.ends();
  await using second = await startIngest({ ...options, port: first.port });
  const again = await Robot.connect(second.ingestUrl, { token });
  const { resume_from } = await again.start("killed", { resume: true });
  expect(resume_from).toBeGreaterThan(robot.lastAck);
  for (let seq = resume_from; seq <= 500; seq++) again.send(sample(seq, seq));
  again.send({ type: "session_end", last_seq: 500 });
  expect(await again.hears("session_ended")).toMatchObject({ messages: 500, dropped: 0 });
});

test("a process that is told to end tells its robots and ends with 0", async () => {
  const ingest = await startIngest({ databaseUrl: database.url, dataDir });
  const robot = await Robot.connect(ingest.ingestUrl, { token });
  await robot.start("told");
  const exit = ingest.kill("SIGTERM");
  await robot.hears("going_away");
  expect((await robot.ends()).code).toBe(1001);
  expect(await exit).toBe(0);
});
