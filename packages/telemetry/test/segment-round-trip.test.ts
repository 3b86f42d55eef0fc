import { describe, expect, test } from "vitest";
import { openObjectStore } from "@retake/telemetry/object-store";
import { openTelemetryReader } from "@retake/telemetry/reader";
import type { SampleValues, TopicColumns } from "@retake/telemetry/types";
import { writeSegment } from "@retake/telemetry/writer";
import { makeTopic } from "./topics.ts";

async function roundTrip(topics: TopicColumns[]): Promise<TopicColumns[]> {
  const store = openObjectStore("memory:");
  const written = await writeSegment(store, { episodeId: "abc", part: 0, topics });
  return await openTelemetryReader({ store }).read([written]);
}

function bytesOf(array: SampleValues | Int32Array): Buffer {
  return Array.isArray(array)
    ? Buffer.from(array.join("|"))
    : Buffer.from(array.buffer, array.byteOffset, array.byteLength);
}

describe("what was written is what is read", () => {
  test("every type, with NaN, infinities, int64 beyond 2^53 and texts of any script", async () => {
    const odd = [0, -0, NaN, Infinity, -Infinity, 1e-40, 3.4e38];
    const topics = [
      makeTopic("/f32", "float32", { rows: 20, dims: 3 }, (row, d) => odd[(row + d) % odd.length]!),
      makeTopic(
        "/f64",
        "float64",
        { rows: 20, dims: 2 },
        (row, d) => odd[(row * 2 + d) % odd.length]! * Math.PI,
      ),
      makeTopic("/i64", "int64", { rows: 20 }, (row) => 2n ** 63n - 1n - BigInt(row)),
      makeTopic("/bool", "bool", { rows: 20, dims: 3 }, (row, d) => row * 3 + d * d),
      makeTopic("/text", "string", { rows: 20 }, (row) => ["", "抓取", 'a\u0000"\n', "🤖"][row % 4]!),
      makeTopic("/same", "string", { rows: 20 }, () => "pick"),
      makeTopic("/image", "image", { rows: 20 }),
    ];
    expect(await roundTrip(topics)).toEqual(topics);
  });

  test("no rows, one row, no dimensions, and 1,000 dimensions", async () => {
    const topics = [
      makeTopic("/none", "float32", { rows: 0, dims: 2 }),
      makeTopic("/one", "float64", { rows: 1 }),
      makeTopic("/empty", "float32", { rows: 5, dims: 0 }),
      makeTopic("/wide", "float32", { rows: 3, dims: 1000 }),
      makeTopic("/no texts", "string", { rows: 0 }),
    ];
    topics[2]!.shape = [0];
    expect(await roundTrip(topics)).toEqual(topics);
  });

  test("more rows than one row group holds", async () => {
    const topics = [
      makeTopic("/long", "float32", { rows: 140_000, dims: 2 }),
      makeTopic("/long bool", "bool", { rows: 70_001, dims: 3 }, (row, d) => (row * 7 + d) % 5),
      makeTopic("/long text", "string", { rows: 70_000 }, (row) => `at ${row % 777}`),
    ];
    const read = await roundTrip(topics);
    for (const [i, { t, frame, values, ...described }] of topics.entries()) {
      const copy = read[i]!;
      expect(copy).toMatchObject(described);
      // By bytes: comparing 280,000 numbers one by one takes seconds.
      expect(bytesOf(copy.t).equals(bytesOf(t))).toBe(true);
      expect(bytesOf(copy.frame).equals(bytesOf(frame))).toBe(true);
      expect(bytesOf(copy.values).equals(bytesOf(values))).toBe(true);
    }
  });
});
