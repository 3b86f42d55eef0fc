import { once } from "node:events";
import fs from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { type TestDatabase, startTestDatabase } from "@retake/dev-env";
import { createDb } from "@retake/db";
import { bootstrap } from "@retake/db/bootstrap";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createLog } from "../src/log.ts";
import { createIngestService, type IngestService, type IngestServiceOptions } from "../src/service.ts";
import { eventually } from "./sockets/eventually.ts";
import { Robot, sample } from "./sockets/robot.ts";

let database: TestDatabase;
let dataDir = "";
let token = "";
let services: IngestService[] = [];
let lines: string[] = [];
beforeEach(async () => {
  database = await startTestDatabase();
  dataDir = fs.mkdtempSync(path.join(os.tmpdir(), "retake-ingest-"));
  const { credentials } = await bootstrap(database.db, { dataDir, webUrl: "http://x", ingestUrl: "ws://x" });
  token = credentials!.robotToken;
  lines = [];
});
afterEach(async () => {
  for (const service of services) await service.stop();
  services = [];
  await database.close();
  fs.rmSync(dataDir, { recursive: true, force: true });
});

async function serve(
  options: Partial<IngestServiceOptions> = {},
): Promise<{ service: IngestService; url: string }> {
  const service = createIngestService({
    host: "127.0.0.1",
    port: 0,
    version: "test",
    db: createDb(database.url, { connectionsMax: 5 }),
    dataDir,
    log: createLog("info", (line) => lines.push(line)),
    ...options,
  });
  services.push(service);
  return { service, url: `ws://127.0.0.1:${await service.start()}/ws/ingest` };
}
const recordingOf = (sessionId: string) =>
  database.db.prisma.recording.findFirst({ where: { episode: { sessionId } }, include: { episode: true } });

test("a service that stops tells its robots to go, acknowledges what it took and closes with 1001; the next one goes on behind it", async () => {
  const first = await serve();
  const robots = await Promise.all(Array.from({ length: 5 }, () => Robot.connect(first.url, { token })));
  for (const [i, robot] of robots.entries()) {
    await robot.start(`drained-${i}`);
    for (let seq = 1; seq <= 50; seq++) robot.send(sample(seq, seq));
  }
  await robots[0]!.acked(1);
  await first.service.stop();
  const second = await serve();
  for (const [i, robot] of robots.entries()) {
    expect((await robot.ends()).code).toBe(1001);
    expect(robot.told.some(({ type }) => type === "going_away")).toBe(true);
    const again = await Robot.connect(second.url, { token });
    const { resume_from } = await again.start(`drained-${i}`, { resume: true });
    expect(resume_from).toBe(robot.lastAck + 1);
    for (let seq = resume_from; seq <= 50; seq++) again.send(sample(seq, seq));
    again.send({ type: "session_end", last_seq: 50 });
    expect(await again.hears("session_ended")).toMatchObject({ messages: 50, dropped: 0 });
  }
});

test("a robot of protocol 1 and a socket that waits are closed with 1001 too", async () => {
  const { service, url } = await serve();
  const [seed, waiting] = [await Robot.connect(url, { token }), await Robot.connect(url, { token })];
  seed.send({ type: "session_start", session_id: "seed" });
  seed.send(sample(null, 1));
  await eventually(() => recordingOf("seed").then((row) => row?.messages === 1));
  await service.stop();
  expect([(await seed.ends()).code, (await waiting.ends()).code]).toEqual([1001, 1001]);
  expect(seed.told).toEqual([]);
});

test("after a restart a session is disconnected, keeps its topics, and goes on where it was cut off", async () => {
  const first = await serve();
  const robot = await Robot.connect(first.url, { token });
  await robot.start("cut", { topics: { "/joint_states": { data_type: "float32[]", shape: [2] } } });
  for (let seq = 1; seq <= 10; seq++) robot.send(sample(seq, seq));
  await robot.acked(10);
  await first.service.stop();
  expect(await recordingOf("cut")).toMatchObject({
    connected: false,
    endedAt: null,
    nextSeq: 11n,
    messages: 10,
    episode: { status: "disconnected" },
  });
  const second = await serve();
  const again = await Robot.connect(second.url, { token });
  expect(await again.start("cut", { resume: true })).toMatchObject({ resume_from: 11 });
  again.send(sample(11, 11, { data: [1] }));
  again.send(sample(12, 12));
  await again.acked(12);
  expect(again.told.find(({ type }) => type === "error")).toMatchObject({ code: "schema_mismatch", seq: 11 });
  await eventually(() => recordingOf("cut").then((row) => row?.episode.status === "recording"));
  again.cut();
});

test("what was seen of a robot's clock outlives a restart; a warning that is not true any more is taken back, others stay", async () => {
  const first = await serve({ limits: { tickMs: 50, episodeTickMs: 50 } });
  const robot = await Robot.connect(first.url, { token });
  await robot.start("jumped");
  for (let seq = 1; seq <= 40; seq++)
    robot.send(sample(seq, seq, { timestamp: seq * 0.03 + (seq < 20 ? 0 : 100) }));
  await robot.acked(40);
  await first.service.stop();
  const codes = (row: Awaited<ReturnType<typeof recordingOf>>): string[] =>
    (row!.episode.warnings as { code: string }[]).map(({ code }) => code);
  const before = await recordingOf("jumped");
  expect(codes(before)).toEqual(["clock_jump"]);
  const stale = [
    { code: "clock_skew", message: "of before" },
    { code: "seal_failed", message: "another's" },
  ];
  await database.db.prisma.episode.update({
    where: { id: before!.episodeId },
    data: { warnings: [...stale, ...(before!.episode.warnings as object[])] },
  });
  const second = await serve({ limits: { tickMs: 50, episodeTickMs: 50 } });
  const again = await Robot.connect(second.url, { token });
  await again.start("jumped", { resume: true });
  again.send(sample(41, 41, { timestamp: 101.23 }));
  await again.acked(41);
  again.cut();
  const row = await eventually(async () => {
    const found = await recordingOf("jumped");
    return found?.connected === false && !codes(found).includes("clock_skew") && found;
  });
  expect(codes(row)).toEqual(["seal_failed", "clock_jump"]);
  const clockOf = ({ live }: { live: unknown }): unknown =>
    (live as { clock: { jumps: unknown } }).clock.jumps;
  expect(clockOf(row)).toEqual(clockOf(before!));
});

test("a cut-off session ends by itself when its grace time is over, with all that was acknowledged", async () => {
  const { url } = await serve({ limits: { graceMs: 500, tickMs: 50 } });
  const robot = await Robot.connect(url, { token });
  await robot.start("grace");
  for (let seq = 1; seq <= 3; seq++) robot.send(sample(seq, seq));
  await robot.acked(3);
  robot.cut();
  const row = await eventually(() => recordingOf("grace").then((found) => (found?.endedAt ? found : null)));
  expect(row).toMatchObject({
    nextSeq: 4n,
    sealAskedSeq: 4n,
    messages: 3,
    episode: { status: "disconnected" },
  });
  const late = await Robot.connect(url, { token });
  late.send({ type: "session_start", session_id: "grace", protocol: 2, resume: true });
  expect(await late.hears("session_ended")).toMatchObject({ messages: 3 });
});

test("the worker is asked for a part when a robot has been gone for a while, and when much has come", async () => {
  const { url } = await serve({ limits: { tickMs: 50, sealAfterDisconnectMs: 100, sealEveryBytes: 2_000 } });
  const robot = await Robot.connect(url, { token });
  await robot.start("parts");
  robot.send(sample(1, 1));
  await robot.acked(1);
  await eventually(() => recordingOf("parts").then((row) => row?.messages === 1));
  expect((await recordingOf("parts"))?.sealAskedSeq).toBe(1n);
  for (let seq = 2; seq <= 100; seq++) robot.send(sample(seq, seq));
  await robot.acked(100);
  await eventually(() => recordingOf("parts").then((row) => (row?.sealAskedSeq ?? 0n) > 1n));
  robot.cut();
  await eventually(() => recordingOf("parts").then((row) => row?.sealAskedSeq === 101n));
});

test("a second process is refused the log in words, and the first goes on", async () => {
  const { url } = await serve();
  const robot = await Robot.connect(url, { token });
  await robot.start("alone");
  await expect(serve()).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringMatching(/another/i),
  });
  robot.send(sample(1, 1));
  await robot.acked(1);
  robot.cut();
}, 20_000);

test("sessions that the register has lost are registered again at start", async () => {
  const first = await serve();
  const robot = await Robot.connect(first.url, { token });
  await robot.start("lost-rows", { task: "fold", robot_type: "arm" });
  for (let seq = 1; seq <= 4; seq++) robot.send(sample(seq, seq));
  await robot.acked(4);
  await first.service.stop();
  await database.db.prisma.episode.deleteMany({});
  await database.db.prisma.robot.deleteMany({});
  const second = await serve();
  const row = await eventually(() =>
    recordingOf("lost-rows").then((found) => (found?.messages === 4 ? found : null)),
  );
  expect(row).toMatchObject({
    nextSeq: 5n,
    connected: false,
    episode: { task: "fold", robotType: "arm", source: "live" },
  });
  const again = await Robot.connect(second.url, { token });
  expect(await again.start("lost-rows", { resume: true })).toMatchObject({ resume_from: 5 });
  again.cut();
});

test("rows of a session that never reached the log are gone after a start, and others are marked as cut off", async () => {
  const { db } = database;
  const workspace = await db.prisma.workspace.findFirstOrThrow();
  for (const [sessionId, nextSeq] of [
    ["never-began", 1],
    ["other-log", 7],
  ] as const) {
    await db.prisma.episode.create({
      data: {
        workspaceId: workspace.id,
        sessionId,
        source: "live",
        status: "recording",
        fps: 0,
        recording: { create: { workspaceId: workspace.id, protocol: 2, startedAt: new Date(), nextSeq } },
      },
    });
  }
  const { url } = await serve();
  expect(await recordingOf("never-began")).toBeNull();
  expect(await recordingOf("other-log")).toMatchObject({
    connected: false,
    episode: { status: "disconnected" },
  });
  expect(lines.some((line) => line.includes("other-log"))).toBe(true);
  const robot = await Robot.connect(url, { token });
  robot.send({ type: "session_start", session_id: "other-log", protocol: 2, resume: true });
  expect(await robot.refusal()).toMatchObject({ code: "session_exists", close: 4409 });
});

test("log files are deleted once all in them is sealed and finished, and not before", async () => {
  const limits = { tickMs: 50, sealedPollMs: 50, dropAfterMs: 0 };
  const { service, url } = await serve({ limits, logOptions: { rotateBytes: 4_000 } });
  const robot = await Robot.connect(url, { token });
  await robot.start("dropped");
  for (let seq = 1; seq <= 200; seq++) {
    robot.send(sample(seq, seq));
    await robot.acked(seq);
  }
  const { log } = service.recorder;
  const before = log.files().length;
  expect(before).toBeGreaterThan(2);
  robot.send({ type: "session_end", last_seq: 200 });
  await robot.ends();
  await eventually(() => recordingOf("dropped").then((row) => row?.endedAt));
  await database.db.prisma.recording.updateMany({ data: { sealedSeq: 100 } });
  await eventually(() => log.files().length < before);
  const { episodeId } = (await recordingOf("dropped"))!;
  expect(log.tailFrom(episodeId)).toBeLessThanOrEqual(100);
  await database.db.prisma.recording.updateMany({ data: { sealedSeq: 201, finished: true } });
  // The file that is written to stays until it has a successor.
  const next = await Robot.connect(url, { token });
  await next.start("successor");
  for (let seq = 1; seq <= 50; seq++) {
    next.send(sample(seq, seq));
    await next.acked(seq);
  }
  await eventually(() => log.session(episodeId) === null);
  await eventually(() => service.recorder.recorder.recordings().length === 1);
  const again = await Robot.connect(url, { token });
  again.send({ type: "session_start", session_id: "dropped", protocol: 2, resume: true });
  expect(await again.hears("session_ended")).toMatchObject({ messages: 200 });
});

test("a port that is taken ends the start with its reason, and the log is free for the next process", async () => {
  const { service, url } = await serve();
  const port = Number(new URL(url).port);
  await service.stop();
  const squatter = http.createServer().listen(port, "127.0.0.1");
  await once(squatter, "listening");
  await expect(serve({ port })).rejects.toMatchObject({ code: "EADDRINUSE" });
  squatter.close();
  await serve({ port });
});
