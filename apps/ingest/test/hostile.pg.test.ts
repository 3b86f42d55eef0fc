import { once } from "node:events";
import { type House, startHouse } from "@retake/dev-env";
import { PROTOCOL_LIMITS } from "@retake/protocol/limits";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { eventually } from "./sockets/eventually.ts";
import { RawSocket } from "./sockets/raw-socket.ts";
import { recorded } from "./sockets/recorded.ts";
import { Robot, sample } from "./sockets/robot.ts";

let house: House;
beforeAll(async () => {
  house = await startHouse({
    worker: false,
    ingest: { socketLimits: { startMs: 1_000, heartbeatMs: 300, lobbyPerAddressMax: 40 } },
  });
});
afterAll(() => house.close());

/** A well-behaved robot beside each abuse: all of its messages are acknowledged, none is doubled. */
let honest: Robot;
let honestSeq = 0;
let honestTimer: NodeJS.Timeout;
let serial = 0;
const sayHonestly = async (count: number): Promise<void> => {
  const until = honestSeq + count;
  await eventually(() => honest.lastAck >= until);
};
beforeEach(async () => {
  honest = await connect();
  honestSeq = 0;
  await honest.start(`honest-${++serial}`);
  honestTimer = setInterval(() => honest.send(sample(++honestSeq, honestSeq)), 5);
});
afterEach(async () => {
  await sayHonestly(1);
  clearInterval(honestTimer);
  await honest.acked(honestSeq);
  const { values } = await recorded(house, `honest-${serial}`);
  expect(values).toEqual(Array.from({ length: honestSeq }, (_, i) => i + 1));
  honest.send({ type: "session_end", last_seq: honestSeq });
  expect(await honest.hears("session_ended")).toMatchObject({ messages: honestSeq, dropped: 0 });
});

const connect = (): Promise<Robot> => Robot.connect(house.ingestUrl, { token: house.robotToken });
const started = async (): Promise<Robot> => {
  const robot = await connect();
  await robot.start(`abuse-${++abuses}`);
  return robot;
};
let abuses = 0;

const FRAMES: [name: string, frame: string | Uint8Array, code: string, close: number][] = [
  ["garbage text", "}{ not json", "bad_json", 4400],
  ["a list instead of an object", "[1,2,3]", "bad_json", 4400],
  ["JSON 100,000 levels deep", "[".repeat(100_000), "too_complex", 4413],
  ["a million keys", `{"type":"message",${`"":0,`.repeat(1e6)}"x":0}`, "too_complex", 4413],
  [
    "a batch of 4,097 messages",
    JSON.stringify({ type: "batch", messages: Array(4_097).fill(0) }),
    "too_many_messages",
    4413,
  ],
  [
    "a frame of 8 MiB and one byte",
    `"${"x".repeat(PROTOCOL_LIMITS.frameBytesMax - 1)}"`,
    "frame_too_large",
    4413,
  ],
  ["random bytes", Uint8Array.from({ length: 500 }, (_, i) => (i * 7919) % 256), "bad_frame", 4400],
  ["a truncated binary header", Buffer.from("RT"), "bad_frame", 4400],
  [
    "a binary frame of the future",
    Buffer.from("52540200100000000000000000000000", "hex"),
    "unsupported_frame",
    4400,
  ],
  [
    "a second session_start",
    JSON.stringify({ type: "session_start", session_id: "x" }),
    "unexpected_message",
    4400,
  ],
];

test.each(FRAMES)("%s closes its sender with a code, and nobody else", async (_name, frame, code, close) => {
  const robot = await started();
  robot.ws.send(frame);
  expect(await robot.refusal()).toEqual({ code, fatal: true, close });
  await sayHonestly(20);
});

test("text that is no UTF-8 is refused as bad_json", async () => {
  const raw = await RawSocket.upgraded(house.ingestUrl, house.robotToken);
  raw.socket.write(raw.frame(0x81, Buffer.from([0xff, 0xfe])));
  expect(await raw.closeCode()).toBe(4400);
});

test("a frame far beyond the limit is not read: 1009", async () => {
  const robot = await started();
  robot.ws.send(Buffer.alloc(16 << 20));
  expect((await robot.ends()).code).toBe(1009);
  await sayHonestly(20);
});

test("data before a session_start, and a first message of a megabyte, are refused", async () => {
  const early = await connect();
  early.send(sample(1, 1));
  expect(await early.refusal()).toEqual({ code: "unexpected_message", fatal: true, close: 4400 });
  const large = await connect();
  large.send({ type: "session_start", session_id: "large", task: "x".repeat(1 << 20) });
  expect(await large.refusal()).toEqual({ code: "frame_too_large", fatal: true, close: 4413 });
});

test("a session_start that cannot be read may be sent again, but not for ever", async () => {
  const robot = await connect();
  robot.send({ type: "session_start", session_id: "../etc/passwd" });
  expect(await robot.hears("error")).toMatchObject({ code: "bad_session_id", fatal: false });
  await robot.start("corrected");
  robot.cut();
  const stubborn = await connect();
  for (let i = 0; i < 20; i++) stubborn.send({ type: "session_start", session_id: "" });
  expect(await stubborn.refusal()).toMatchObject({ code: "rate_limited", close: 4429 });
});

test("compression is not offered, so there are no compression bombs", async () => {
  const robot = await Robot.connect(house.ingestUrl, { token: house.robotToken, perMessageDeflate: true });
  expect(robot.ws.extensions).toBe("");
  robot.cut();
});

test("a flood of pings ends its sender", async () => {
  const robot = await started();
  for (let i = 0; i < 500; i++) robot.ws.ping();
  expect(await robot.refusal()).toMatchObject({ code: "rate_limited", close: 4429 });
  await sayHonestly(20);
});

test("a flood of messages of unknown types ends its sender", async () => {
  const robot = await started();
  for (let i = 0; i < 500; i++) robot.send({ type: "surprise" });
  expect(await robot.refusal()).toMatchObject({ code: "rate_limited", close: 4429 });
  await sayHonestly(20);
});

test("a message in a hundred thousand fragments of one byte ends its sender", async () => {
  const raw = await RawSocket.upgraded(house.ingestUrl, house.robotToken);
  const part = raw.frame(0x00, Buffer.from(" "));
  raw.socket.write(raw.frame(0x01, Buffer.from("{")));
  raw.socket.write(Buffer.concat(Array<Buffer>(100_000).fill(part)));
  expect(await raw.closeCode()).toBe(4413);
  await sayHonestly(20);
});

test("a socket that never says session_start is closed with start_timeout, whether it has a token or not", async () => {
  const sockets = [await connect(), await Robot.connect(house.ingestUrl)];
  for (const robot of sockets)
    expect(await robot.refusal()).toMatchObject({ code: "start_timeout", close: 4408 });
});

test("an upgrade that comes byte by byte, and a connection that says nothing, are cut off", async () => {
  const slow = await RawSocket.connect(house.ingestUrl);
  const dribble = setInterval(() => slow.socket.write("x"), 20);
  slow.socket.write("GET /ws/ingest HTTP/1.1\r\nHost: ");
  const silent = await RawSocket.connect(house.ingestUrl);
  await eventually(() => slow.ended && silent.ended);
  clearInterval(dribble);
  await sayHonestly(20);
});

test("while hundreds of sockets wait to begin, robots get in: the oldest has to go", async () => {
  const idle = await Promise.all(Array.from({ length: 200 }, () => RawSocket.upgraded(house.ingestUrl)));
  await started();
  await eventually(() => idle.filter(({ ended }) => ended).length >= 160);
  await sayHonestly(20);
  for (const { socket } of idle) socket.destroy();
});

test("a peer that vanishes without a word is given up within two heartbeats, and its robot resumes", async () => {
  const raw = await RawSocket.upgraded(house.ingestUrl, house.robotToken);
  raw.socket.write(
    raw.frame(
      0x81,
      Buffer.from(JSON.stringify({ type: "session_start", session_id: "half-open", protocol: 2 })),
    ),
  );
  await once(raw.socket, "data");
  await eventually(() =>
    house.db.prisma.recording.findFirst({ where: { connected: false, episode: { sessionId: "half-open" } } }),
  );
  const robot = await connect();
  expect(await robot.start("half-open", { resume: true })).toMatchObject({ resume_from: 1 });
  robot.cut();
});

test("a robot that reads nothing of what it is told is cut off", async () => {
  const robot = await started();
  robot.ws.pause();
  const refused = JSON.stringify({
    type: "batch",
    messages: Array.from({ length: 1_000 }, (_, i) => ({ seq: i + 1, topic: "" })),
  });
  robot.ws.send(refused);
  const session = `abuse-${abuses}`;
  await eventually(() =>
    house.db.prisma.recording.findFirst({ where: { connected: false, episode: { sessionId: session } } }),
  );
  robot.cut();
  await sayHonestly(20);
});

test("a flood of messages is read at the rate that is allowed, and nothing of it is lost", async () => {
  await using own = await startHouse({
    worker: false,
    ingest: { socketLimits: { messagesPerS: 2_000, messagesBurst: 500 } },
  });
  const robot = await Robot.connect(own.ingestUrl, { token: own.robotToken });
  const { credit } = await robot.start("flood");
  for (let seq = 1; seq <= Math.min(credit, 2_000); seq++) robot.send(sample(seq, seq));
  await robot.acked(2_000);
  expect((await recorded(own, "flood")).values).toEqual(Array.from({ length: 2_000 }, (_, i) => i + 1));
  robot.cut();
});
