import { expect, test } from "vitest";
import { openObjectStore } from "@retake/telemetry/object-store";
import { openTelemetryReader } from "@retake/telemetry/reader";
import type { SegmentRef, TopicColumns } from "@retake/telemetry/types";
import { writeSegment } from "@retake/telemetry/writer";
import { placesOf } from "./topics.ts";

function columns(from: number, dims: number): TopicColumns {
  const rows = 10;
  return {
    name: "/state",
    type: "float32",
    shape: [dims],
    dims,
    t: Float64Array.from({ length: rows }, (_, i) => from + i),
    frame: new Int32Array(rows).fill(-1),
    values: Float32Array.from({ length: rows * dims }, (_, i) => from + Math.floor(i / dims)),
  };
}

/** Ten rows of three values, ten of four, ten of three again: a second apart each. */
async function changing() {
  const store = openObjectStore("memory:");
  const segments: SegmentRef[] = [];
  for (const [part, dims] of [3, 4, 3].entries())
    segments.push(await writeSegment(store, { episodeId: "e1", part, topics: [columns(part * 10, dims)] }));
  return { reader: openTelemetryReader({ store }), segments };
}

test("an episode whose topic changed its shape stays readable: every row comes, those of the other shape beside the first", async () => {
  const { reader, segments } = await changing();
  const topics = await reader.read(segments, { topics: ["/state"] });
  expect(topics.map(({ name, dims, t }) => [name, dims, t.length])).toEqual([
    ["/state", 3, 20],
    ["/state#2", 4, 10],
  ]);
  expect([...topics[0]!.t]).toEqual([...Array(10).keys(), ...Array.from({ length: 10 }, (_, i) => 20 + i)]);
  expect([...topics[1]!.values].filter((_, i) => i % 4 === 0)).toEqual(
    Array.from({ length: 10 }, (_, i) => 10 + i),
  );
});

test("a window with rows of one shape alone has them under the topic's own name", async () => {
  const { reader, segments } = await changing();
  const topics = await reader.read(segments, { topics: ["/state"], from: 12, to: 15 });
  expect(topics.flatMap(({ name, dims, t }) => (t.length > 0 ? [[name, dims, t.length]] : []))).toEqual([
    ["/state", 4, 4],
  ]);
});

test("pages bring every row once, and envelopes both shapes", async () => {
  const { reader, segments } = await changing();
  const seen: number[] = [];
  let from = 0;
  for (;;) {
    const page = await reader.rows(segments, { topics: ["/state"], from, limit: 7 });
    for (const { topic, row } of placesOf(page)) seen.push(topic.t[row]!);
    if (page.nextTime === null) break;
    from = page.nextTime;
  }
  expect(seen).toEqual([...Array(30).keys()]);
  const envelopes = await reader.envelope(segments, { topics: ["/state"], from: 0, to: 29, buckets: 10 });
  expect(envelopes.map(({ topic, dims }) => [topic, dims])).toEqual([
    ["/state", 3],
    ["/state#2", 4],
  ]);
});
