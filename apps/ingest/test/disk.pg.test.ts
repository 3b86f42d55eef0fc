import { type House, startHouse } from "@retake/dev-env";
import { afterEach, beforeEach, expect, test } from "vitest";
import { eventually } from "./sockets/eventually.ts";
import { recorded } from "./sockets/recorded.ts";
import { Robot, sample } from "./sockets/robot.ts";
import { StubbornDisk } from "./sockets/stubborn-disk.ts";

let disk: StubbornDisk;
let house: House;
beforeEach(async () => {
  disk = new StubbornDisk();
  house = await startHouse({
    worker: false,
    ingest: {
      logOptions: { disk, probeEveryMs: 50 },
      limits: { retryMs: 20, queuedHigh: 100, queuedLow: 20, queuedMax: 400, tickMs: 50 },
    },
  });
});
afterEach(async () => {
  disk.fault = null;
  await house.close();
});

const connect = (): Promise<Robot> => Robot.connect(house.ingestUrl, { token: house.robotToken });
const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);
const health = async (): Promise<unknown> =>
  (await fetch(`http://${new URL(house.ingestUrl).host}/health`)).json();

test.each(["ENOSPC", "EIO"] as const)(
  "%s: acks stop, nothing is lost, and they go on by themselves when the disk works again",
  async (fault) => {
    const robot = await connect();
    const { credit } = await robot.start("stubborn");
    robot.send(sample(1, 1));
    await robot.acked(1);
    disk.fault = fault;
    for (let seq = 2; seq <= Math.min(credit, 300); seq++) robot.send(sample(seq, seq));
    await eventually(async () => ((await health()) as { status: string }).status === "degraded");
    if (fault === "ENOSPC")
      expect(await robot.hears("error")).toMatchObject({ code: "storage_full", fatal: false });
    expect(robot.lastAck).toBe(1);
    disk.fault = null;
    await robot.acked(300);
    expect((await recorded(house, "stubborn")).values).toEqual(upTo(300));
    expect(robot.told.filter(({ type }) => type === "error").length).toBeLessThanOrEqual(
      fault === "ENOSPC" ? 1 : 0,
    );
    expect(await health()).toMatchObject({ status: "ok" });
    robot.cut();
  },
);

test("a session that begins while the disk is full is told so, and begins when there is space", async () => {
  const first = await connect();
  await first.start("first");
  disk.fault = "ENOSPC";
  first.send(sample(1, 1));
  await first.hears("error", ({ code }) => code === "storage_full");
  const late = await connect();
  late.send({ type: "session_start", session_id: "late", protocol: 2 });
  await late.hears("error", ({ code }) => code === "storage_full");
  disk.fault = null;
  expect(await late.hears("session_started")).toMatchObject({ resume_from: 1 });
  await first.acked(1);
  first.cut();
  late.cut();
});

test("a resume is answered only when all before it is durable", async () => {
  const robot = await connect();
  await robot.start("pending");
  robot.send(sample(1, 1));
  await robot.acked(1);
  const release = disk.hold();
  for (let seq = 2; seq <= 10; seq++) robot.send(sample(seq, seq));
  const [recording] = house.ingest!.recorder.recorder.recordings();
  await eventually(() => recording?.wanted === 11);
  robot.cut();
  const again = await connect();
  again.send({ type: "session_start", session_id: "pending", protocol: 2, resume: true });
  await eventually(() => recording?.feed?.attached);
  expect(recording?.durableNextSeq).toBe(2);
  expect(again.told).toEqual([]);
  release();
  expect(await again.hears("session_started")).toMatchObject({ resume_from: 11 });
  again.cut();
});

test("one ack answers all that one commit made durable", async () => {
  const robot = await connect();
  await robot.start("acks");
  const release = disk.hold();
  for (let seq = 1; seq <= 100; seq++) robot.send(sample(seq, seq));
  const [recording] = house.ingest!.recorder.recorder.recordings();
  await eventually(() => recording?.wanted === 101);
  release();
  await robot.acked(100);
  expect(robot.told.filter(({ type }) => type === "ack").length).toBeLessThanOrEqual(3);
  robot.cut();
});

test("protocol 1 is slowed down, then not read, and loses nothing while the disk takes its time", async () => {
  const robot = await connect();
  robot.send({ type: "session_start", session_id: "slow" });
  const recordings = (): number => house.ingest!.recorder.recorder.recordings()[0]?.wanted ?? 0;
  robot.send(sample(null, 1));
  await eventually(() => recordings() === 2);
  const release = disk.hold();
  const padding = "x".repeat(10_000);
  for (let i = 2; i <= 1_500; i++) robot.send(sample(null, i, { padding }));
  expect(await robot.hears("backpressure")).toMatchObject({ action: "slow_down" });
  await eventually(() => recordings() > 400);
  const [recording] = house.ingest!.recorder.recorder.recordings();
  // A socket that is not read keeps no more than the chunk that was being taken apart.
  expect(recording?.held.count).toBeLessThan(1_000);
  release();
  await robot.hears("backpressure", ({ action }) => action === "resume");
  robot.send({ type: "session_end" });
  expect((await robot.ends()).code).toBe(1000);
  expect((await recorded(house, "slow")).values).toEqual(upTo(1_500));
});

test("robots record on while Postgres is away, and rows follow when it is back", async () => {
  const robot = await connect();
  await robot.start("without-rows");
  robot.send(sample(1, 1));
  await robot.acked(1);
  const { pool } = house.db;
  const name = new URL(house.db.url).pathname.slice(1);
  await pool.query(`ALTER DATABASE "${name}" CONNECTION LIMIT 0`);
  await pool.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
  );
  for (let seq = 2; seq <= 50; seq++) robot.send(sample(seq, seq));
  await robot.acked(50);
  robot.cut();
  const again = await connect();
  expect(await again.start("without-rows", { resume: true })).toMatchObject({ resume_from: 51 });
  again.send({ type: "session_end", last_seq: 50 });
  expect(await again.hears("session_ended")).toMatchObject({ messages: 50 });
  await pool.query(`ALTER DATABASE "${name}" CONNECTION LIMIT -1`);
  await eventually(async () => {
    const row = await house.db.prisma.recording.findFirst().catch(() => null);
    return row?.endedAt && row.messages === 50;
  });
});
