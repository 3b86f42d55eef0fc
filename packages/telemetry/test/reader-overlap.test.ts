import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openObjectStore } from "@retake/telemetry/object-store";
import { openTelemetryReader } from "@retake/telemetry/reader";
import type { SegmentRef, TopicColumns } from "@retake/telemetry/types";
import { writeSegment } from "@retake/telemetry/writer";
import { makeTopic, placesOf } from "./topics.ts";

interface Row {
  topic: string;
  t: number;
  /** Of the sample, in the order of recording. */
  id: number;
}

/** A robot's clock that now and then jumps, back too; cut into parts wherever. Parts are given in the order of recording. */
const recordingArbitrary = fc
  .record({
    steps: fc.array(fc.constantFrom(0, 0.5, 1, 1, 1, -3, -20, 30), { minLength: 1, maxLength: 60 }),
    cuts: fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 4 }),
    topics: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ steps, cuts, topics }) => {
    let t = 40;
    const rows = steps.map((step, id): Row => ({ topic: `/topic/${id % topics}`, t: (t += step), id }));
    const bounds = [0, ...cuts.filter((cut) => cut < rows.length).sort((a, b) => a - b), rows.length];
    const parts = bounds.slice(1).map((end, i) => rows.slice(bounds[i], end));
    return parts.filter((part) => part.length > 0);
  });

function columnsOf(part: readonly Row[]): TopicColumns[] {
  return [...new Set(part.map(({ topic }) => topic))].map((name) => {
    const rows = part.filter(({ topic }) => topic === name).sort((a, b) => a.t - b.t);
    const columns = makeTopic(name, "float64", { rows: rows.length }, (row) => rows[row]!.id);
    rows.forEach(({ t, id }, row) => {
      columns.t[row] = t;
      columns.frame[row] = id;
    });
    return columns;
  });
}

async function write(parts: readonly TopicColumns[][]) {
  const store = openObjectStore("memory:");
  const segments: SegmentRef[] = [];
  for (const [part, topics] of parts.entries())
    segments.push(await writeSegment(store, { episodeId: "e1", part, topics }));
  return { reader: openTelemetryReader({ store }), segments };
}

/** In the order of time; equal times by part, then by row. */
function modelOf(parts: readonly Row[][], topic: string): Row[] {
  return parts
    .flatMap((part) => part.filter((row) => row.topic === topic).sort((a, b) => a.t - b.t))
    .sort((a, b) => a.t - b.t);
}

const names = (parts: readonly Row[][]): string[] => [...new Set(parts.flat().map(({ topic }) => topic))];

describe("parts of which the clock went back", () => {
  test("are read as one row of times, equal times as they were recorded", async () => {
    await fc.assert(
      fc.asyncProperty(recordingArbitrary, fc.integer({ min: -10, max: 90 }), async (parts, from) => {
        const { reader, segments } = await write(parts.map(columnsOf));
        const read = await reader.read(segments, { from, to: from + 25 });
        for (const name of names(parts)) {
          const model = modelOf(parts, name).filter(({ t }) => t >= from && t <= from + 25);
          const topic = read.find((one) => one.name === name);
          expect([...topic!.t]).toEqual(model.map(({ t }) => t));
          expect([...topic!.values].map(Number)).toEqual(model.map(({ id }) => id));
          expect([...topic!.frame]).toEqual(model.map(({ id }) => id));
        }
      }),
      { numRuns: 150 },
    );
  });

  test("are paged without losing, repeating or splitting a timestamp", async () => {
    await fc.assert(
      fc.asyncProperty(recordingArbitrary, fc.integer({ min: 1, max: 9 }), async (parts, limit) => {
        const { reader, segments } = await write(parts.map(columnsOf));
        const seen: number[] = [];
        let from: number | null = -Infinity;
        let last = -Infinity;
        while (from !== null) {
          const page = await reader.rows(segments, { from, limit });
          const places = placesOf(page);
          const times = places.map(({ topic, row }) => topic.t[row]!);
          expect(times).toEqual(times.toSorted((a, b) => a - b));
          expect(times[0]).toBeGreaterThan(last);
          last = times.at(-1)!;
          seen.push(...places.map(({ topic, row }) => topic.frame[row]!));
          from = page.nextTime;
        }
        expect(seen.toSorted((a, b) => a - b)).toEqual(parts.flat().map(({ id }) => id));
      }),
      { numRuns: 150 },
    );
  });

  test("have one envelope in the order of time with every extreme in it", async () => {
    await fc.assert(
      fc.asyncProperty(recordingArbitrary, fc.integer({ min: 1, max: 40 }), async (parts, buckets) => {
        const { reader, segments } = await write(parts.map(columnsOf));
        for (const envelope of await reader.envelope(segments, { buckets })) {
          const model = modelOf(parts, envelope.topic);
          expect([...envelope.t]).toEqual([...envelope.t].sort((a, b) => a - b));
          const [lows, highs] = [0, 1].map((which) =>
            Array.from(envelope.t, (_, bucket) => envelope.values[bucket * 3 + which]!),
          );
          expect(Math.min(...lows!)).toBe(Math.min(...model.map(({ id }) => id)));
          expect(Math.max(...highs!)).toBe(Math.max(...model.map(({ id }) => id)));
          if (envelope.samplesPerBucket === 1) expect(lows).toEqual(model.map(({ id }) => id));
        }
      }),
      { numRuns: 150 },
    );
  });

  test("give the k-th row, and the one nearest to any time, as if they were one", async () => {
    await fc.assert(
      fc.asyncProperty(
        recordingArbitrary,
        fc.double({ min: -20, max: 120, noNaN: true }),
        async (parts, time) => {
          const { reader, segments } = await write(parts.map(columnsOf));
          for (const topic of names(parts)) {
            const model = modelOf(parts, topic);
            for (const [ordinal, { t, id }] of model.entries()) {
              expect(await reader.rowAt(segments, { topic, ordinal })).toMatchObject({
                ordinal,
                t,
                frame: id,
              });
            }
            expect(await reader.rowAt(segments, { topic, ordinal: model.length })).toBeNull();
            for (const at of [time, ...model.map(({ t }) => t)]) {
              const nearest = await reader.nearestRow(segments, { topic, time: at });
              const least = Math.min(...model.map(({ t }) => Math.abs(t - at)));
              expect(Math.abs(nearest!.t - at)).toBe(least);
              expect(model[nearest!.ordinal]).toMatchObject({ t: nearest!.t, id: nearest!.frame });
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe("a long recording in many parts", () => {
  const PARTS = 180;

  test("gives one picture of 180 parts for one small read, once the heads are known", async () => {
    const parts = Array.from({ length: PARTS }, (_, part) => [
      makeTopic("/camera", "image", { rows: 3000, hz: 10, start: part * 300 }),
    ]);
    const { reader, segments } = await write(parts);
    await reader.rowAt(segments, { topic: "/camera", ordinal: 0 });
    const before = reader.stats();
    expect(before.opens).toBe(PARTS);
    const row = await reader.rowAt(segments, { topic: "/camera", ordinal: 100 * 3000 + 17 });
    expect(row).toMatchObject({ segment: segments[100], t: 30_001.7, frame: 17 });
    const after = reader.stats();
    expect([after.opens - before.opens, after.reads - before.reads]).toEqual([
      0,
      expect.toSatisfy((n) => n <= 2),
    ]);
    expect(after.bytesRead - before.bytesRead).toBeLessThan(20_000);
    await reader.nearestRow(segments, { topic: "/camera", time: 30_001.72 });
    expect(reader.stats().reads - after.reads).toBeLessThanOrEqual(5);
  });
});
