import { createHash } from "node:crypto";
import fc from "fast-check";
import sharp from "sharp";
import { expect, test } from "vitest";
import { TopicTable } from "@retake/protocol/topic-table";
import type { OutgoingItem } from "../client/outgoing.ts";
import { createRandom } from "../motion/random.ts";
import { Reorder } from "./reorder.ts";
import { robotTime } from "./robot-clock.ts";
import { robotStream, type StreamOptions } from "./robot-stream.ts";
import { robotTopics } from "./topics.ts";

async function all(options: Partial<StreamOptions>): Promise<OutgoingItem[]> {
  const items: OutgoingItem[] = [];
  const given = {
    seed: 1,
    duration: 4,
    rate: 20,
    cameras: 1,
    cameraRate: 5,
    width: 64,
    height: 48,
    ...options,
  };
  for await (const due of robotStream(given)) items.push(...due.items);
  return items;
}

function hash(items: readonly OutgoingItem[]): string {
  const text = JSON.stringify(items, (_key, value: unknown) =>
    ArrayBuffer.isView(value) ? [...(value as Uint8Array)] : value,
  );
  return createHash("sha256").update(text).digest("hex");
}

function onTopic(items: readonly OutgoingItem[], topic: string): OutgoingItem[] {
  return items.filter((item) => item.type === "message" && item.topic === topic);
}

test("every topic comes at its rate, and each message is what was declared", async () => {
  const items = await all({ cameras: 2 });
  expect(onTopic(items, "/joint_states")).toHaveLength(80);
  expect(onTopic(items, "/camera/front")).toHaveLength(20);
  expect(onTopic(items, "/camera/top")).toHaveLength(20);
  expect(onTopic(items, "/status")).toHaveLength(4);
  const table = new TopicTable();
  table.declare(robotTopics(2));
  expect(items.filter((item) => table.check({ ...item, seq: null }).type === "refused")).toEqual([]);
  expect(table.declarations).toHaveLength(7);
});

test("the same seed says the same, pictures included; another one does not", async () => {
  const first = hash(await all({ duration: 2 }));
  expect(hash(await all({ duration: 2 }))).toBe(first);
  expect(hash(await all({ duration: 2, seed: 2 }))).not.toBe(first);
});

test("pictures are JPEG of the size asked for", async () => {
  const [item] = onTopic(await all({ duration: 0.2 }), "/camera/front");
  const data = item?.type === "message" && item.data_type === "image" ? item.data : new Uint8Array();
  expect(await sharp(data).metadata()).toMatchObject({ format: "jpeg", width: 64, height: 48 });
});

test("a skewed and a jumping clock shows in the times", async () => {
  const clock = { skewPpm: 1_000, jump: { bySeconds: -10, atSeconds: 3 } };
  const times = onTopic(await all({ cameras: 0, clock }), "/gripper").map(({ timestamp }) => timestamp);
  expect(times[20]).toBeCloseTo(1.001, 6);
  expect(times.at(-1)).toBeCloseTo(3.95 * 1.001 - 10, 6);
  expect(robotTime(5, { skewPpm: 0, jump: null })).toBe(5);
});

test("reordering loses nothing, adds nothing, and moves some", () => {
  const items = Array.from({ length: 500 }, (_, i): OutgoingItem => ({
    type: "mark",
    timestamp: i,
    kind: "note",
    text: null,
  }));
  fc.assert(
    fc.property(fc.double({ min: 0.05, max: 1, noNaN: true }), fc.integer(), (share, seed) => {
      const reorder = new Reorder(share, createRandom(seed));
      const passed = [...items.flatMap((item) => reorder.pass(item)), ...reorder.rest()].map(
        ({ timestamp }) => timestamp,
      );
      expect(passed.toSorted((a, b) => a - b)).toEqual(items.map(({ timestamp }) => timestamp));
      if (share < 0.9) expect(passed).not.toEqual(items.map(({ timestamp }) => timestamp));
    }),
    { numRuns: 30 },
  );
});
