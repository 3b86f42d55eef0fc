import { pullRules } from "@retake/core/pull-address";
import { notify } from "@retake/db/notify";
import { type House, startHouse } from "@retake/dev-env";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../sockets/eventually.ts";
import { recorded } from "../sockets/recorded.ts";
import { cdr, channel, COMPRESSED_IMAGE, FOXGLOVE_IMAGE, JOINT_STATE, jpeg, ros } from "./encoders.ts";
import { startReferenceServer } from "./servers.ts";

let house: House;
beforeAll(async () => {
  const times = { retryMsMin: 20, retryMsMax: 50, graceMs: 60_000, writeMs: 20, lookMs: 200 };
  house = await startHouse({
    worker: false,
    ingest: { pull: { rules: pullRules(null, "127.0.0.1"), times } },
  });
});
afterAll(() => house.close());

const T0 = 1_700_000_000_000_000_000n;
const text = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const stamp = (ns: bigint): { sec: number; nanosec: number } => ({
  sec: Number(ns / 1_000_000_000n),
  nanosec: Number(ns % 1_000_000_000n),
});

async function addSource(url: string, name: string, more = {}): Promise<string> {
  const { id } = await house.db.prisma.pullSource.create({
    data: { workspaceId: house.workspace.id, name, url, ...more },
  });
  await wake();
  return id;
}
const wake = (): Promise<void> => notify(house.db.pool, "source", house.workspace.id);
const sourceOf = (id: string) => house.db.prisma.pullSource.findUniqueOrThrow({ where: { id } });
/** The public name of the episode a source records, once it is another than `not`. */
const episodeOf = (id: string, not: string | null = null): Promise<string> =>
  eventually(async () => {
    const { sessionId } = await sourceOf(id);
    return sessionId === not ? null : sessionId;
  });
const ended = (sessionId: string) =>
  eventually(() =>
    house.db.prisma.recording.findFirst({ where: { episode: { sessionId }, endedAt: { not: null } } }),
  );
async function switchOff(id: string): Promise<void> {
  await house.db.prisma.pullSource.update({ where: { id }, data: { enabled: false } });
  await wake();
  await eventually(async () => (await sourceOf(id)).state === "idle");
}
/** What the log has, by topic: time and values of each sample. */
async function logged(sessionId: string, count: number) {
  const { items } = await eventually(async () => {
    const found = await recorded(house, sessionId);
    return found.items.length >= count ? found : null;
  });
  const topics = new Map<string, { t: number; values: unknown }[]>();
  for (const { item, topic } of items) {
    if (item.kind !== "sample") throw new Error(`a ${item.kind} was recorded`);
    const rows = topics.get(topic!.name) ?? [];
    topics.set(topic!.name, [...rows, { t: item.t, values: item.values }]);
  }
  return topics;
}

test("a ROS bridge: every message of JointState, pictures and numbers is in the log once, in order, at its header's time", async () => {
  await using server = await startReferenceServer([
    ros(0, "/joint_states", "sensor_msgs/msg/JointState", JOINT_STATE),
    ros(0, "/camera/compressed", "sensor_msgs/msg/CompressedImage", COMPRESSED_IMAGE),
    FOXGLOVE_IMAGE.channel(0, "/wrist"),
    channel(0, "/gripper", {}),
    ros(0, "/camera/image_raw", "sensor_msgs/msg/Image", "uint8[] data"),
  ]);
  const id = await addSource(server.url, "Kitchen arm", { robotType: "panda", task: "stack cups" });
  await server.subscribed(4);
  const rounds = 200;
  for (let i = 0; i < rounds; i++) {
    const ns = T0 + BigInt(i) * 10_000_000n;
    const log = ns + 3_000_000n;
    const header = { stamp: stamp(ns), frame_id: "base" };
    const position = [i, i / 2];
    server.send(
      "/joint_states",
      log,
      cdr(JOINT_STATE, { header, name: ["a", "b"], position, velocity: [], effort: position }),
    );
    server.send("/gripper", log, text({ width: i / 8, closed: i % 2 === 1 }));
    server.send(
      "/camera/compressed",
      log,
      cdr(COMPRESSED_IMAGE, { header, format: "jpeg", data: jpeg(i, 500) }),
    );
    server.send(
      "/wrist",
      log,
      FOXGLOVE_IMAGE.encode({
        timestamp: { seconds: stamp(ns).sec, nanos: stamp(ns).nanosec },
        data: jpeg(i + 1, 900),
        format: "jpeg",
      }),
    );
  }
  const sessionId = await episodeOf(id);
  const topics = await logged(sessionId, rounds * 5);
  expect(Object.fromEntries([...topics].map(([name, rows]) => [name, rows.length]))).toEqual({
    "/joint_states/position": rounds,
    "/joint_states/effort": rounds,
    "/gripper": rounds,
    "/camera/compressed": rounds,
    "/wrist": rounds,
  });
  topics.get("/joint_states/position")!.forEach(({ t, values }, i) => {
    expect([t, values]).toEqual([i / 100, Float64Array.of(i, i / 2)]);
  });
  topics.get("/gripper")!.forEach(({ t, values }, i) => {
    expect([t, values]).toEqual([(i * 10 + 3) / 1_000, Float64Array.of(i / 8, i % 2)]);
  });
  topics.get("/camera/compressed")!.forEach(({ t, values }, i) => {
    expect([t, Buffer.from(values as Uint8Array)]).toEqual([i / 100, Buffer.from(jpeg(i, 500))]);
  });
  topics.get("/wrist")!.forEach(({ t, values }, i) => {
    expect([t, Buffer.from(values as Uint8Array)]).toEqual([i / 100, Buffer.from(jpeg(i + 1, 900))]);
  });

  const source = await eventually(async () => {
    const row = await sourceOf(id);
    return row.problem?.startsWith("Records") === true ? row : null;
  });
  expect(source).toMatchObject({ state: "recording", sessionId });
  expect(source.problem).toBe(
    "Records 4 of 5 channels.\n/camera/image_raw: not recorded: raw pictures; record the topic that ends in /compressed.",
  );
  await switchOff(id);
  await ended(sessionId);
  const episode = await house.db.prisma.episode.findFirstOrThrow({
    where: { sessionId },
    include: { robot: true, recording: true, topics: { orderBy: { position: "asc" } } },
  });
  expect(episode).toMatchObject({
    source: "live",
    task: "stack cups",
    robot: { name: "Kitchen arm", robotType: "panda" },
    recording: { messages: rounds * 5, frames: rounds * 2, dropped: 0, connected: false },
  });
  expect(episode.topics.find(({ name }) => name === "/joint_states/position")).toMatchObject({
    featureNames: ["a", "b"],
    units: ["rad or m", "rad or m"],
    shape: [2],
  });
});

describe("one episode is one run", () => {
  const send = (server: { send(topic: string, ns: bigint, payload: Uint8Array): void }, i: number): void =>
    server.send("/n", T0 + BigInt(i) * 1_000_000_000n, text({ n: i }));

  test("a source that drops out goes on with its episode and its clock when it is back", async () => {
    await using server = await startReferenceServer([channel(0, "/n", {})]);
    const id = await addSource(server.url, "flaky");
    await server.subscribed(1);
    send(server, 0);
    const sessionId = await episodeOf(id);
    await server.cut();
    await server.subscribed(1);
    await eventually(async () => (await sourceOf(id)).state === "recording");
    send(server, 7);
    const topics = await logged(sessionId, 2);
    expect(topics.get("/n")).toEqual([
      { t: 0, values: Float64Array.of(0) },
      { t: 7, values: Float64Array.of(7) },
    ]);
    await switchOff(id);
    await ended(sessionId);
  });

  test("a program that was started anew begins another episode, and the earlier one ends", async () => {
    const first = await startReferenceServer([channel(0, "/n", {})], { sessionId: "one" });
    const port = Number(new URL(first.url).port);
    const id = await addSource(first.url, "restarted");
    await first.subscribed(1);
    send(first, 0);
    const one = await episodeOf(id);
    await first[Symbol.asyncDispose]();
    await using second = await startReferenceServer([channel(0, "/n", {})], { sessionId: "two", port });
    await second.subscribed(1);
    send(second, 5);
    const two = await episodeOf(id, one);
    await ended(one);
    expect((await logged(two, 1)).get("/n")).toEqual([{ t: 0, values: Float64Array.of(5) }]);
    await switchOff(id);
  });

  test("a person ends the episode, and the next message begins another", async () => {
    await using server = await startReferenceServer([channel(0, "/n", {})]);
    const id = await addSource(server.url, "cut");
    await server.subscribed(1);
    send(server, 0);
    const one = await episodeOf(id);
    await house.db.prisma.pullSource.updateMany({ where: { id, sessionId: one }, data: { sessionId: null } });
    await wake();
    await ended(one);
    send(server, 3);
    const two = await episodeOf(id, null);
    expect(two).not.toBe(one);
    expect((await logged(two, 1)).get("/n")).toEqual([{ t: 0, values: Float64Array.of(3) }]);
    await switchOff(id);
  });

  test("a source that is deleted ends its episode, and nothing connects to it any more", async () => {
    await using server = await startReferenceServer([channel(0, "/n", {})]);
    const id = await addSource(server.url, "deleted");
    await server.subscribed(1);
    send(server, 0);
    const sessionId = await episodeOf(id);
    await house.db.prisma.pullSource.delete({ where: { id } });
    await wake();
    await ended(sessionId);
  });
});

test("channels that come and go while it records", async () => {
  await using server = await startReferenceServer([channel(0, "/a", {})]);
  const id = await addSource(server.url, "changing");
  await server.subscribed(1);
  server.send("/a", T0, text({ x: 1 }));
  const sessionId = await episodeOf(id);
  server.add(channel(0, "/b", {}));
  await server.subscribed(2);
  server.send("/b", T0 + 1_000_000_000n, text({ y: 2 }));
  await logged(sessionId, 2);
  server.remove("/a");
  server.add(channel(0, "/a", {}));
  await server.subscribed(2);
  server.send("/a", T0 + 2_000_000_000n, text({ x: 3, z: 4 }));
  const topics = await logged(sessionId, 3);
  expect([...topics.keys()]).toEqual(["/a", "/b", "/a/2"]);
  await switchOff(id);
});

test("an address that may not be reached is told, and is not connected to", async () => {
  const id = await addSource("ws://169.254.169.254/", "metadata");
  const row = await eventually(async () => {
    const found = await sourceOf(id);
    return found.state === "failed" ? found : null;
  });
  expect(row.problem).toContain("never connected to");
  await switchOff(id);
});
