import { type House, type HouseIngestOptions, startHouse } from "@retake/dev-env";
import { openTelemetryReader } from "@retake/telemetry/reader";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { HandRobot } from "../src/robots/hand-robot.ts";
import { readSession } from "../src/robots/read-session.ts";
import { until } from "../src/until.ts";

const TOPIC = "/clocked";
const DAY_S = 86_400;
const STARTED_AT = 1_790_000_000;

/** The server's clock, which stands still until a test moves it. */
const server = { now: STARTED_AT };
const clock: NonNullable<HouseIngestOptions["clock"]> = {
  now: () => server.now,
  monotonic: () => performance.now(),
};

let house: House;
beforeAll(async () => {
  house = await startHouse({ ingest: { clock } });
});
afterAll(() => house.close());

interface Sent {
  /** As the robot says it: a number, or the words that JSON has for what is none. */
  time: number;
  serverTime: number;
}

/** Sends one message after the other, each acked before the server's clock goes on, and waits until all is stored. */
async function record(sessionId: string, messages: readonly Sent[]): Promise<void> {
  server.now = STARTED_AT;
  const robot = await HandRobot.connect(house.ingestUrl, house.robotToken);
  await robot.start(sessionId);
  for (const [i, { time, serverTime }] of messages.entries()) {
    server.now = serverTime;
    const timestamp = Number.isFinite(time) ? time : String(time);
    robot.send({ type: "message", topic: TOPIC, timestamp, data_type: "float64[]", data: [i], seq: i + 1 });
    await robot.acked(i + 1);
  }
  robot.send({ type: "session_end", last_seq: messages.length });
  expect(await robot.hears("session_ended")).toMatchObject({ messages: messages.length, dropped: 0 });
  expect(robot.errors()).toEqual([]);
  await until("it is stored", () =>
    house.db.prisma.episode.findFirst({ where: { sessionId, status: "completed" } }),
  );
}

/** What the sidecar keeps: time as sent and server time of every message, in the order of coming. */
async function clockOf(sessionId: string): Promise<number[][]> {
  const segments = await house.db.prisma.segment.findMany({
    where: { episode: { sessionId } },
    orderBy: { part: "asc" },
  });
  const reader = openTelemetryReader({ store: house.store });
  const found: { t: number; pair: number[] }[] = [];
  for (const segment of segments) {
    const key = segment.clockKey!;
    const { bytes } = (await house.store.head(key))!;
    const [columns] = await reader.read([{ ...segment, key, bytes }], { topics: [TOPIC] });
    const { t, values } = columns!;
    for (let row = 0; row < t.length; row++) {
      found.push({ t: t[row]!, pair: [Number(values[row * 2]), Number(values[row * 2 + 1])] });
    }
  }
  reader.close();
  return found.map(({ pair }) => pair);
}

async function warningsOf(sessionId: string): Promise<{ code: string; message: string }[]> {
  const reply = await house.fetch(`/api/v1/sessions/${sessionId}`);
  const { warnings } = (await reply.json()) as { warnings: { code: string; message: string }[] };
  return warnings;
}

const regular = (count: number, at: (k: number) => number, everyS = 0.02): Sent[] =>
  Array.from({ length: count }, (_, k) => ({ time: at(k), serverTime: STARTED_AT + k * everyS }));

const CLOCKS: [name: string, messages: Sent[], warning: string, words: RegExp][] = [
  [
    "set forward by a day in the middle",
    regular(100, (k) => k * 0.02 + (k < 50 ? 0 : DAY_S)),
    "clock_jump",
    /jumped once, last by 86400\.0\d s\. Its times are kept as sent/,
  ],
  [
    "set back by a day in the middle",
    regular(100, (k) => 2 * DAY_S + k * 0.02 - (k < 50 ? 0 : DAY_S)),
    "clock_jump",
    /jumped once, last by -8(6400\.0|6399\.9)\d s/,
  ],
  ["that runs fast by 500 ppm", regular(240, (k) => k * 1.0005, 1), "clock_skew", /ran fast by 500 parts/],
];

describe("F8", () => {
  test.each(CLOCKS)(
    "a robot's clock %s is shown, every time is stored as sent beside the server's, and none is repaired",
    async (name, messages, code, words) => {
      const sessionId = `clock-${name.replaceAll(/\W+/g, "-")}`;
      await record(sessionId, messages);
      const rows = await readSession(house.fetch, sessionId);
      const byTime = messages
        .map(({ time }, i) => [time, [i]])
        .toSorted((a, b) => Number(a[0]) - Number(b[0]));
      expect(rows.map(({ timestamp, data }) => [timestamp, data])).toEqual(byTime);
      const clocks = await clockOf(sessionId);
      expect(new Set(clocks.map(String))).toEqual(
        new Set(messages.map(({ time, serverTime }) => String([time, serverTime]))),
      );
      expect(clocks).toHaveLength(messages.length);
      const warnings = await warningsOf(sessionId);
      expect(warnings.find((warning) => warning.code === code)?.message).toMatch(words);
      expect(warnings.filter((warning) => warning.code === "times_replaced")).toEqual([]);
    },
  );

  test("times that are NaN, infinite, negative or 2^63 are stored as sent beside the server's, counted, and told", async () => {
    const odd = [0.1, NaN, 0.2, Infinity, -Infinity, -3.5, 2 ** 63, 0.3];
    const messages = odd.map((time, k) => ({ time, serverTime: STARTED_AT + k }));
    await record("clock-odd", messages);
    const rows = await readSession(house.fetch, "clock-odd");
    const places = rows.map(({ timestamp, data }) => [(data as number[])[0]!, timestamp] as const);
    // What has no place in time stands where the one before it does; everything else where its robot said.
    expect(places.toSorted((a, b) => a[0] - b[0])).toEqual([
      [0, 0.1],
      [1, 0.1],
      [2, 0.2],
      [3, 0.2],
      [4, 0.2],
      [5, -3.5],
      [6, 2 ** 63],
      [7, 0.3],
    ]);
    expect(new Set((await clockOf("clock-odd")).map(String))).toEqual(
      new Set(messages.map(({ time, serverTime }) => String([time, serverTime]))),
    );
    const warnings = await warningsOf("clock-odd");
    const messageOf = (code: string) => warnings.find((warning) => warning.code === code)?.message;
    expect(messageOf("odd_times")).toMatch(/^2 messages have a time that is negative or huge; it is kept/);
    expect(messageOf("times_replaced")).toMatch(/^3 messages came without a usable time/);
  });
});
