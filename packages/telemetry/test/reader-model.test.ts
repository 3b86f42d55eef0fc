import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openObjectStore } from "@retake/telemetry/object-store";
import { openTelemetryReader } from "@retake/telemetry/reader";
import type { SampleType, SegmentRef, TopicColumns } from "@retake/telemetry/types";
import { writeSegment } from "@retake/telemetry/writer";
import { makeTopic, placesOf } from "./topics.ts";

/** Plain rows: the model that the store must agree with. */
interface ModelRow {
  topic: string;
  t: number;
  frame: number;
  values: (number | bigint | string)[];
}

const TYPES: readonly SampleType[] = ["float32", "float64", "int64", "bool", "string", "image"];

function modelRows(topics: readonly TopicColumns[]): ModelRow[] {
  return topics.flatMap(({ name, t, frame, values, dims }) =>
    Array.from(t, (time, row) => ({
      topic: name,
      t: time,
      frame: frame[row]!,
      values: Array.from(values as ArrayLike<number | bigint | string>).slice(row * dims, (row + 1) * dims),
    })),
  );
}

const topicArbitrary = fc.record({
  type: fc.constantFrom(...TYPES),
  dims: fc.integer({ min: 1, max: 4 }),
  steps: fc.array(fc.constantFrom(0, 0, 0.1, 0.25, 1), { maxLength: 40 }),
  start: fc.constantFrom(0, 0.5, 2),
  seed: fc.integer({ min: 0, max: 1000 }),
});

const TEXTS = ["", "grasp", "抓取", "🤖 x"];
const NUMBERS = [0, 1.5, -2.25, NaN, Infinity, 1e30];

function valueOf(type: SampleType, seed: number): (row: number, d: number) => number | bigint | string {
  return (row, d) => {
    const k = seed + row * 3 + d;
    if (type === "int64") return BigInt(k) * 2n ** 50n;
    return type === "string" ? TEXTS[k % TEXTS.length]! : NUMBERS[k % NUMBERS.length]!;
  };
}

/** An episode in parts; the topics of later parts go on where the earlier ones end. */
const episodeArbitrary = fc
  .record({
    topics: fc.array(topicArbitrary, { minLength: 1, maxLength: 4 }),
    parts: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ topics, parts }) =>
    Array.from({ length: parts }, (_, part) =>
      topics.map(({ type, dims, steps, start, seed }, i) => {
        const width = type === "string" ? 1 : dims;
        const topic = makeTopic(
          `/topic/${i}`,
          type,
          { rows: steps.length, dims: width },
          valueOf(type, seed + part),
        );
        let t = start + part * 50;
        for (const [row, step] of steps.entries()) topic.t[row] = t += step;
        topic.frame.forEach((frame, row) => (topic.frame[row] = frame + part * 1000));
        return topic;
      }),
    ),
  );

const windowArbitrary = fc.record({
  from: fc.option(fc.constantFrom(-1, 0, 0.5, 0.6, 2, 3.1, 50.5, 52, 101, 1000), { nil: undefined }),
  to: fc.option(fc.constantFrom(-1, 0.5, 0.75, 2, 4.35, 50, 53, 110, 1000), { nil: undefined }),
  only: fc.option(fc.subarray(["/topic/0", "/topic/2", "/topic/9"]), { nil: undefined }),
});

async function write(parts: readonly TopicColumns[][]) {
  const store = openObjectStore("memory:");
  const segments: SegmentRef[] = [];
  for (const [part, topics] of parts.entries())
    segments.push(await writeSegment(store, { episodeId: "e1", part, topics }));
  return { reader: openTelemetryReader({ store }), segments };
}

describe("against a plain model of rows", () => {
  test("a window of any topics over any parts has exactly the model's rows", async () => {
    await fc.assert(
      fc.asyncProperty(episodeArbitrary, windowArbitrary, async (parts, { from, to, only }) => {
        const { reader, segments } = await write(parts);
        const window = {
          ...(from !== undefined && { from }),
          ...(to !== undefined && { to }),
          ...(only && { topics: only }),
        };
        const read = await reader.read(segments, window);
        const names = [...new Set(parts.flat().map((topic) => topic.name))].filter(
          (name) => only?.includes(name) ?? true,
        );
        expect(read.map((topic) => topic.name).sort()).toEqual(names.sort());
        for (const topic of read) {
          const expected = modelRows(parts.flat().filter(({ name }) => name === topic.name)).filter(
            ({ t }) => t >= (from ?? -Infinity) && t <= (to ?? Infinity),
          );
          expect(modelRows([topic])).toEqual(expected);
          expect(topic.type).toBe(parts[0]!.find(({ name }) => name === topic.name)!.type);
        }
      }),
      { numRuns: 150 },
    );
  });

  test("paging from nextTime to nextTime gives every row of the window once, in order of time, and never splits a timestamp", async () => {
    await fc.assert(
      fc.asyncProperty(
        episodeArbitrary,
        windowArbitrary,
        fc.integer({ min: 1, max: 12 }),
        async (parts, window, limit) => {
          const { reader, segments } = await write(parts);
          const { to = Infinity, only: topics } = window;
          const names = parts[0]!.map((topic) => topic.name).filter((name) => topics?.includes(name) ?? true);
          const model = modelRows(parts.flat())
            .filter(({ t, topic }) => names.includes(topic) && t >= (window.from ?? -Infinity) && t <= to)
            .sort((a, b) => a.t - b.t || names.indexOf(a.topic) - names.indexOf(b.topic));
          const seen: ModelRow[] = [];
          let from: number | null = window.from ?? -Infinity;
          while (from !== null) {
            const page = await reader.rows(segments, { from, to, limit, ...(topics && { topics }) });
            const rows = new Map(page.topics.map((topic) => [topic, modelRows([topic])]));
            const inOrder = placesOf(page).map(({ topic, row }) => rows.get(topic)![row]!);
            expect(inOrder).toHaveLength([...rows.values()].flat().length);
            if (inOrder.length > limit) expect(new Set(inOrder.map(({ t }) => t)).size).toBe(1);
            if (page.nextTime !== null) {
              expect(inOrder.length).toBeGreaterThan(0);
              expect(page.nextTime).toBeGreaterThan(inOrder.at(-1)!.t);
              const next = model.filter(({ t }) => t === page.nextTime).length;
              if (inOrder.length <= limit) expect(inOrder.length + next).toBeGreaterThan(limit);
            }
            seen.push(...inOrder);
            from = page.nextTime;
          }
          // With a narrow filter, the order among equal times follows the filter.
          const order = (row: ModelRow): number => (topics ?? names).indexOf(row.topic);
          model.sort((a, b) => a.t - b.t || order(a) - order(b));
          expect(seen).toEqual(model);
        },
      ),
      { numRuns: 150 },
    );
  });

  test("parts that overlap in time still come in order of time", async () => {
    const early = makeTopic("/a", "float32", { rows: 10, hz: 1 });
    const late = makeTopic("/a", "float32", { rows: 10, hz: 1, start: 4.5 }, (row) => 100 + row);
    const { reader, segments } = await write([[early], [late]]);
    const [topic] = await reader.read(segments);
    expect([...topic!.t]).toEqual([...early.t, ...late.t].sort((a, b) => a - b));
    expect([...topic!.values].slice(4, 8)).toEqual([4, 100, 5, 101]);
    const page = await reader.rows(segments, { limit: 7 });
    expect([...page.topics[0]!.t]).toEqual([0, 1, 2, 3, 4, 4.5, 5]);
    expect(page.nextTime).toBe(5.5);
  });
});
