import { type House, createEpisode, startHouse } from "@retake/dev-env";
import { BinaryEncoder } from "@retake/protocol/binary";
import type { DataMessage } from "@retake/protocol/messages";
import { afterAll, beforeAll, expect, test } from "vitest";
import { eventually } from "./sockets/eventually.ts";
import { recorded } from "./sockets/recorded.ts";
import { Robot, sample } from "./sockets/robot.ts";

let house: House;
beforeAll(async () => {
  house = await startHouse({ worker: false, ingest: true });
});
afterAll(() => house.close());

const connect = (): Promise<Robot> => Robot.connect(house.ingestUrl, { token: house.robotToken });

test("a session of protocol 2: what was acknowledged is in the log, and its rows say how much it is", async () => {
  const robot = await connect();
  const started = await robot.start("first", {
    robot_type: "so101",
    fps: 50,
    task: "pick the cube",
    operator: "Ada",
    topics: {
      "/joint_states": { data_type: "float32[]", shape: [2], names: ["a", "b"], units: ["rad", "rad"] },
      "/camera": { data_type: "image" },
    },
  });
  expect(started).toMatchObject({ session_id: "first", resume_from: 1 });
  const episode = await house.db.prisma.episode.findFirstOrThrow({
    where: { sessionId: "first" },
    include: { recording: true, topics: { orderBy: { position: "asc" } }, cameras: true, robot: true },
  });
  expect(episode).toMatchObject({
    source: "live",
    status: "recording",
    fps: 50,
    task: "pick the cube",
    operator: "Ada",
    robot: { name: "First robot", robotType: "so101" },
    recording: { connected: true, nextSeq: 1n },
    topics: [
      { name: "/joint_states", kind: "signal", shape: [2], featureNames: ["a", "b"], units: ["rad", "rad"] },
      { name: "/camera", kind: "camera", dataType: "image" },
    ],
    cameras: [{ topic: "/camera", storage: "images" }],
  });
  for (let seq = 1; seq <= 100; seq++) robot.send(sample(seq, seq));
  await robot.acked(100);
  expect((await recorded(house, "first")).values).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
  robot.send({ type: "session_end", outcome: "success", total_reward: 1.5, last_seq: 100 });
  expect(await robot.hears("session_ended")).toMatchObject({ messages: 100, frames: 0, dropped: 0 });
  expect((await robot.ends()).code).toBe(1000);
  const row = await eventually(() =>
    house.db.prisma.recording.findFirst({ where: { episodeId: episode.id, endedAt: { not: null } } }),
  );
  expect(row).toMatchObject({ connected: false, messages: 100, nextSeq: 101n, sealAskedSeq: 101n });
  expect(await house.db.prisma.episode.findUniqueOrThrow({ where: { id: episode.id } })).toMatchObject({
    outcome: "success",
    totalReward: 1.5,
    totalMessages: 100,
    endTime: 2,
  });
});

const JPEG = Buffer.from("ffd8ffe000104a46494600010100000100010000ffd9", "hex");

test("a session of protocol 1 records completely without numbers: numbers, texts, pictures, a mark, and its end", async () => {
  const robot = await Robot.connect(`${house.ingestUrl}?token=${house.robotToken}`);
  robot.send({ type: "session_start", session_id: "seed", robot_type: "so100", fps: 30 });
  for (let i = 0; i < 50; i++) robot.send(sample(null, i));
  robot.send({ type: "message", topic: "/note", timestamp: 1, data_type: "string", data: "go" });
  for (let i = 0; i < 5; i++) {
    const image_base64 = Buffer.concat([JPEG, Buffer.from([i])]).toString("base64");
    robot.send({ type: "message", topic: "/camera", timestamp: i / 5, image_base64, frame_index: i });
  }
  robot.send({ type: "mark", timestamp: 0.5, kind: "note", text: "here" });
  robot.send({ type: "session_end", outcome: "success" });
  expect((await robot.ends()).code).toBe(1000);
  expect(robot.told).toEqual([]);
  const { items, nextSeq, values } = await recorded(house, "seed");
  expect(nextSeq).toBe(58);
  expect(values).toEqual(Array.from({ length: 50 }, (_, i) => i));
  const pictures = items.filter(({ topic }) => topic?.type === "image");
  expect(
    pictures.map(({ item }) => item.kind === "sample" && Buffer.from(item.values as Uint8Array).at(-1)),
  ).toEqual([0, 1, 2, 3, 4]);
  const row = await eventually(() =>
    house.db.prisma.recording.findFirst({
      where: { episode: { sessionId: "seed" }, endedAt: { not: null } },
    }),
  );
  expect(row).toMatchObject({ messages: 56, frames: 5, dropped: 0, protocol: 1 });
});

test("binary and text frames share one row of numbers", async () => {
  const robot = await connect();
  await robot.start("binary");
  const encoder = new BinaryEncoder();
  const message = (seq: number): DataMessage => ({
    type: "message",
    seq,
    topic: "/joint_states",
    timestamp: seq,
    frame_index: null,
    data_type: "float32[]",
    data: Float32Array.of(seq, seq),
  });
  robot.ws.send(encoder.encode([message(1), message(2)]));
  robot.send(sample(3, 3));
  robot.ws.send(encoder.encode([message(4)]));
  await robot.acked(4);
  expect((await recorded(house, "binary")).values).toEqual([1, 2, 3, 4]);
  robot.cut();
});

test("repeats are ignored, a gap is told once with the number wanted, and nothing is stored twice or out of order", async () => {
  const robot = await connect();
  await robot.start("order");
  for (const seq of [1, 2, 2, 1, 4, 5, 6]) robot.send(sample(seq, seq));
  expect(await robot.hears("error")).toMatchObject({ code: "gap", wanted: 3, fatal: false });
  for (const seq of [3, 4, 5, 6, 6, 3]) robot.send(sample(seq, seq));
  await robot.acked(6);
  robot.send({ type: "session_end", last_seq: 6 });
  expect(await robot.hears("session_ended")).toMatchObject({ messages: 6 });
  expect(robot.told.filter(({ type }) => type === "error")).toHaveLength(1);
  expect((await recorded(house, "order")).values).toEqual([1, 2, 3, 4, 5, 6]);
});

test("one number with two contents is a conflict; what came first stays", async () => {
  const robot = await connect();
  await robot.start("conflict");
  robot.send(sample(1, 1));
  robot.send(sample(1, 99));
  expect(await robot.refusal()).toEqual({ code: "conflict", fatal: true, close: 4409 });
  const again = await connect();
  expect(await again.start("conflict", { resume: true })).toMatchObject({ resume_from: 2 });
  expect((await recorded(house, "conflict")).values).toEqual([1]);
  again.cut();
});

test("of two sockets on one session the younger records, and the older is told that it was superseded", async () => {
  const older = await connect();
  await older.start("two");
  older.send(sample(1, 1));
  await older.acked(1);
  const younger = await connect();
  expect(await younger.start("two", { resume: true })).toMatchObject({ resume_from: 2 });
  expect(await older.refusal()).toEqual({ code: "superseded", fatal: true, close: 4410 });
  younger.send(sample(2, 2));
  await younger.acked(2);
  expect((await recorded(house, "two")).values).toEqual([1, 2]);
  younger.cut();
});

test("a session that exists is refused without resume, and an imported episode always", async () => {
  await createEpisode(house.db, { workspaceId: house.workspace.id, sessionId: "imported" });
  const first = await connect();
  await first.start("taken");
  for (const fields of [
    { session_id: "taken", protocol: 2 },
    { session_id: "taken" },
    { session_id: "imported", protocol: 2 },
    { session_id: "imported", protocol: 2, resume: true },
  ]) {
    const robot = await connect();
    robot.send({ type: "session_start", ...fields });
    expect(await robot.refusal()).toEqual({ code: "session_exists", fatal: true, close: 4409 });
  }
  first.send(sample(1, 1));
  await first.acked(1);
  first.cut();
});

test("of ten sockets that begin one session at once, one begins it", async () => {
  const robots = await Promise.all(Array.from({ length: 10 }, connect));
  const outcomes = await Promise.all(
    robots.map((robot) =>
      robot.start("race").then(
        () => "began" as const,
        () => "refused" as const,
      ),
    ),
  );
  expect(outcomes.filter((outcome) => outcome === "began")).toHaveLength(1);
  for (const robot of robots) robot.cut();
});

test("an ended session answers a resume with its end, as often as it is asked", async () => {
  const robot = await connect();
  await robot.start("over");
  robot.send(sample(1, 1));
  robot.send({ type: "session_end", last_seq: 1 });
  await robot.ends();
  for (let i = 0; i < 2; i++) {
    const again = await connect();
    again.send({ type: "session_start", session_id: "over", protocol: 2, resume: true });
    expect(await again.hears("session_ended")).toMatchObject({ messages: 1, dropped: 0 });
    expect((await again.ends()).code).toBe(1000);
  }
});

test("an unknown session that is resumed begins", async () => {
  const robot = await connect();
  expect(await robot.start("unknown", { resume: true })).toMatchObject({ resume_from: 1 });
  robot.cut();
});

test("a session_end that comes before its last message waits for it", async () => {
  const robot = await connect();
  await robot.start("early-end");
  robot.send(sample(1, 1));
  robot.send({ type: "session_end", last_seq: 2 });
  expect(await robot.hears("error")).toMatchObject({ code: "gap", wanted: 2 });
  robot.send(sample(2, 2));
  robot.send({ type: "session_end", last_seq: 2 });
  expect(await robot.hears("session_ended")).toMatchObject({ messages: 2 });
});

test("a message that is refused keeps its number, is counted, and stops nobody", async () => {
  const robot = await connect();
  await robot.start("refused");
  robot.send(sample(1, 1));
  robot.send(sample(2, 2, { data: [1, 2, 3] }));
  robot.send({ type: "message", topic: "/camera", timestamp: 0, seq: 3, image_base64: "AAAA" });
  robot.send({ type: "batch", messages: [sample(4, 4), { topic: "/x", seq: 5 }, sample(6, 6)] });
  await robot.acked(6);
  const errors = robot.told.flatMap((message) =>
    message.type === "error" ? [[message.code, message.seq]] : [],
  );
  expect(errors).toEqual([
    ["schema_mismatch", 2],
    ["bad_image", 3],
    ["bad_field", 5],
  ]);
  robot.send({ type: "session_end", last_seq: 6 });
  expect(await robot.hears("session_ended")).toMatchObject({ messages: 3, dropped: 3 });
  const { items } = await recorded(house, "refused");
  expect(items.map(({ item }) => item.kind)).toEqual([
    "sample",
    "refused",
    "refused",
    "sample",
    "refused",
    "sample",
  ]);
});

test("marks with a number are acked in their turn, and those without arrive too", async () => {
  const robot = await connect();
  await robot.start("marks");
  robot.send(sample(1, 1));
  robot.send({ type: "mark", timestamp: 0.5, kind: "success", text: "in the box", seq: 2 });
  robot.send({ type: "mark", timestamp: 0.6, kind: "note", text: "unnumbered" });
  robot.send(sample(3, 3));
  await robot.acked(3);
  const { items } = await recorded(house, "marks");
  expect(items[1]?.item).toMatchObject({
    kind: "mark",
    mark: { t: 0.5, kind: "success", text: "in the box" },
  });
  const { id } = await house.db.prisma.episode.findFirstOrThrow({ where: { sessionId: "marks" } });
  expect(house.ingest!.recorder.log.session(id)).toMatchObject({ nextSeq: 4, nextMark: 2 });
  robot.cut();
});

test("odd times are stored as sent, beside the time of the server", async () => {
  const robot = await connect();
  const began = Date.now() / 1_000;
  await robot.start("clocks");
  const times = [-5, 86_400, "NaN", "Infinity", "-Infinity", 2 ** 63, 0.02];
  for (const [i, timestamp] of times.entries()) robot.send(sample(i + 1, i, { timestamp }));
  await robot.acked(times.length);
  const { items } = await recorded(house, "clocks");
  const stored = items.flatMap(({ item }) => (item.kind === "sample" ? [item] : []));
  expect(stored.map(({ t }) => t)).toEqual([-5, 86_400, NaN, Infinity, -Infinity, 2 ** 63, 0.02]);
  for (const { serverTime } of stored) {
    expect(serverTime).toBeGreaterThanOrEqual(began - 0.001);
    expect(serverTime).toBeLessThanOrEqual(Date.now() / 1_000);
  }
  const row = await eventually(() =>
    house.db.prisma.recording.findFirst({
      where: { episode: { sessionId: "clocks" }, messages: times.length },
    }),
  );
  expect(row.live).toMatchObject({ clock: { oddTimes: 5 } });
  robot.cut();
});

test("a message without a number is refused in protocol 2, and a number beyond the credit too", async () => {
  const unnumbered = await connect();
  await unnumbered.start("no-number");
  unnumbered.send(sample(null, 1));
  expect(await unnumbered.refusal()).toEqual({ code: "seq_missing", fatal: true, close: 4400 });
  const greedy = await connect();
  const { credit } = await greedy.start("greedy");
  greedy.send(sample(credit + 1, 1));
  expect(await greedy.refusal()).toEqual({ code: "credit_exceeded", fatal: true, close: 4429 });
});

test("topics that come while recording are declared in the rows and survive in the log's description", async () => {
  const robot = await connect();
  await robot.start("topics", { topics: { "/late": { data_type: "float64[]", shape: [1], names: ["x"] } } });
  robot.send(sample(1, 1));
  robot.send({ type: "message", topic: "/late", timestamp: 0, data_type: "float64[]", data: [1], seq: 2 });
  await robot.acked(2);
  const names = await eventually(async () => {
    const rows = await house.db.prisma.topic.findMany({ where: { episode: { sessionId: "topics" } } });
    return rows.length === 2 ? rows.map(({ name }) => name).sort() : null;
  });
  expect(names).toEqual(["/joint_states", "/late"]);
  const { id } = await house.db.prisma.episode.findFirstOrThrow({ where: { sessionId: "topics" } });
  expect(JSON.parse(house.ingest!.recorder.log.session(id)!.meta)).toMatchObject({
    topics: [
      { name: "/late", dataType: "float64[]", shape: [1], names: ["x"] },
      { name: "/joint_states", dataType: "float32[]", shape: [2] },
    ],
  });
  robot.cut();
  const other = await connect();
  other.send({
    type: "session_start",
    session_id: "topics",
    protocol: 2,
    resume: true,
    topics: { "/late": { data_type: "int64[]" } },
  });
  expect(await other.refusal()).toEqual({ code: "topic_redefined", fatal: true, close: 4409 });
});

test("robots are registered at first sight: one a token and type", async () => {
  for (const [session, robot_type] of [
    ["fleet-1", "arm"],
    ["fleet-2", "rover"],
    ["fleet-3", "arm"],
  ]) {
    const robot = await connect();
    await robot.start(session!, { robot_type });
    robot.cut();
  }
  const episodes = await house.db.prisma.episode.findMany({
    where: { sessionId: { startsWith: "fleet-" } },
    orderBy: { sessionId: "asc" },
    include: { robot: true },
  });
  expect(episodes.map(({ robot }) => robot?.name)).toEqual(["arm", "rover", "arm"]);
  expect(episodes[0]?.robotId).toBe(episodes[2]?.robotId);
});

test("an episode that is deleted while it records sends its robot away, and the others go on", async () => {
  const [doomed, other] = [await connect(), await connect()];
  await doomed.start("doomed");
  await other.start("survivor");
  doomed.send(sample(1, 1));
  await doomed.acked(1);
  await house.db.prisma.episode.deleteMany({ where: { sessionId: "doomed" } });
  expect(await doomed.refusal()).toEqual({ code: "session_exists", fatal: true, close: 4409 });
  other.send(sample(1, 1));
  await other.acked(1);
  other.cut();
});

/** PNG of 8 x 8 black pixels. */
const BLACK = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAMAAADz0U65AAAAA1BMVEUAAACnej3aAAAACXBIWXMAAAPoAAAD6AG1e1JrAAAADElEQVQI12NgoA4AAABIAAH/myMhAAAAAElFTkSuQmCC",
  "base64",
);

test("a camera that sees nothing is told on the live figures", async () => {
  const robot = await connect();
  await robot.start("dark", { fps: 10 });
  let seq = 0;
  const sending = setInterval(() => {
    seq += 1;
    // What follows the picture differs, so that it is not frozen too.
    const picture = Buffer.concat([BLACK, Buffer.from(String(seq))]);
    const image_base64 = picture.toString("base64");
    robot.send({ type: "message", topic: "/camera", timestamp: seq / 10, image_base64, seq });
  }, 100);
  const lamp = await eventually(async () => {
    const row = await house.db.prisma.recording.findFirst({ where: { episode: { sessionId: "dark" } } });
    const live = (row?.live ?? {}) as { topics?: { lamp: string; reason: string | null }[] };
    const [topic] = live.topics ?? [];
    return /dark|black/i.test(topic?.reason ?? "") && topic?.lamp;
  });
  clearInterval(sending);
  expect(lamp).not.toBe("ok");
  robot.cut();
});
