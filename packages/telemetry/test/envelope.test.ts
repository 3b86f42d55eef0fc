import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openObjectStore } from "@retake/telemetry/object-store";
import { openTelemetryReader } from "@retake/telemetry/reader";
import type { Envelope, SegmentRef, TopicColumns } from "@retake/telemetry/types";
import { writeSegment } from "@retake/telemetry/writer";
import { makeTopic } from "./topics.ts";

async function write(parts: readonly TopicColumns[][]) {
  const store = openObjectStore("memory:");
  const segments: SegmentRef[] = [];
  for (const [part, topics] of parts.entries())
    segments.push(await writeSegment(store, { episodeId: "e1", part, topics }));
  return { reader: openTelemetryReader({ store }), segments };
}

/** The envelope from the samples themselves, for the buckets that are claimed. */
function bruteForce(
  parts: readonly TopicColumns[],
  envelope: Envelope,
  from: number,
  to: number,
): { t: number; cells: number[] }[] {
  const { samplesPerBucket: size, dims } = envelope;
  return parts.flatMap(({ t, values }) => {
    const buckets = new Map<number, number[]>();
    t.forEach((time, row) => {
      if (time < from || time > to) return;
      const bucket = Math.floor(row / size);
      buckets.set(bucket, [...(buckets.get(bucket) ?? []), row]);
    });
    return [...buckets.values()].map((rows) => ({
      t: t[rows[0]!]!,
      cells: Array.from({ length: dims }, (_, d) => {
        const finite = rows.map((row) => Number(values[row * dims + d])).filter(Number.isFinite);
        const sum = finite.reduce((a, b) => a + b, 0);
        return finite.length === 0
          ? [NaN, NaN, NaN]
          : [Math.min(...finite), Math.max(...finite), sum / finite.length];
      }).flat(),
    }));
  });
}

function check(
  envelope: Envelope,
  parts: readonly TopicColumns[],
  from: number,
  to: number,
  means: boolean,
): void {
  const expected = bruteForce(parts, envelope, from, to);
  expect([...envelope.t]).toEqual(expected.map(({ t }) => t));
  const width = envelope.dims * 3;
  expect(envelope.values).toHaveLength(expected.length * width);
  const single = envelope.values instanceof Float32Array;
  for (const [bucket, { cells }] of expected.entries()) {
    for (const [i, cell] of cells.entries()) {
      const value = envelope.values[bucket * width + i]!;
      if (i % 3 < 2) expect(value).toBe(single ? Math.fround(cell) : cell);
      else if (means) expect(Math.abs(value - cell)).toBeLessThanOrEqual(1e-4 * (1 + Math.abs(cell)));
    }
  }
}

describe("envelope", () => {
  test("has the exact minimum and maximum of every bucket, at any zoom, and no sample from outside of the window", async () => {
    const rowsArbitrary = fc.constantFrom(0, 1, 63, 64, 65, 511, 512, 700, 3000, 8192, 20_000);
    await fc.assert(
      fc.asyncProperty(
        fc.array(rowsArbitrary, { minLength: 1, maxLength: 2 }),
        fc.constantFrom("float32" as const, "float64" as const, "int64" as const, "bool" as const),
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 120 }),
        fc.tuple(fc.integer({ min: -5, max: 205 }), fc.integer({ min: 0, max: 210 })),
        fc.integer({ min: 1, max: 1e6 }),
        fc.boolean(),
        async (rows, type, dims, buckets, [from, length], seed, holes) => {
          const parts = rows.map((count, part) =>
            makeTopic("/x", type, { rows: count, dims, hz: 100, start: part * 200 }, (row, d) => {
              const random = (((row + 1) * 2654435761 + d * 40503 + seed) >>> 0) % 10007;
              if (type === "int64") return BigInt(random);
              if (holes && random % 5 === 0) return random % 2 === 0 ? NaN : Infinity;
              return random === 77 ? 1e9 : random / 7;
            }),
          );
          const { reader, segments } = await write(parts.map((topic) => [topic]));
          const [envelope] = await reader.envelope(segments, { from, to: from + length, buckets });
          check(envelope!, parts, from, from + length, !holes || type === "int64" || type === "bool");
          expect(envelope!.t.length).toBeLessThanOrEqual(buckets + 2 * parts.length);
        },
      ),
      { numRuns: 120 },
    );
  });

  test("a single sample among a million is never hidden", async () => {
    const topic = makeTopic("/x", "float32", { rows: 1_000_000, hz: 500 }, (row) =>
      row === 777_777 ? 42 : 0,
    );
    const { reader, segments } = await write([[topic]]);
    for (const buckets of [1, 10, 100, 1000]) {
      const [envelope] = await reader.envelope(segments, { buckets });
      const spikes = [...envelope!.t.keys()].filter((bucket) => envelope!.values[bucket * 3 + 1] === 42);
      expect(spikes).toHaveLength(1);
      const next = envelope!.t[spikes[0]! + 1] ?? Infinity;
      expect(envelope!.t[spikes[0]!]).toBeLessThanOrEqual(777_777 / 500);
      expect(next).toBeGreaterThan(777_777 / 500);
    }
  });

  test("shows the samples themselves when they are few", async () => {
    const topic = makeTopic("/x", "float32", { rows: 100_000, hz: 100 }, (row) => row);
    const { reader, segments } = await write([[topic]]);
    const [envelope] = await reader.envelope(segments, { from: 500, to: 509.99, buckets: 1000 });
    expect(envelope!.samplesPerBucket).toBe(1);
    expect([...envelope!.values].slice(0, 6)).toEqual([50_000, 50_000, 50_000, 50_001, 50_001, 50_001]);
    expect(envelope!.t).toHaveLength(1000);
  });

  test("reads about as many bytes for an hour as for a minute", async () => {
    const bytesFor = async (rows: number): Promise<number> => {
      const { reader, segments } = await write([[makeTopic("/x", "float32", { rows, hz: 500 })]]);
      await reader.topics(segments);
      const before = reader.stats().bytesRead;
      const [envelope] = await reader.envelope(segments, { from: 1.003, buckets: 200 });
      expect(envelope!.t.length).toBeGreaterThanOrEqual(100);
      return reader.stats().bytesRead - before;
    };
    const minute = await bytesFor(30_000);
    const hour = await bytesFor(1_800_000);
    expect(minute).toBeGreaterThan(200 * 20);
    expect(hour).toBeLessThan(100_000);
    expect(hour).toBeLessThan(minute * 6);
  });

  test("a short first part does not make it read the long one sample by sample", async () => {
    const { reader, segments } = await write([
      [makeTopic("/x", "float32", { rows: 10, hz: 500 })],
      [makeTopic("/x", "float32", { rows: 500_000, hz: 500, start: 10 })],
    ]);
    const [envelope] = await reader.envelope(segments, { buckets: 100 });
    expect(envelope!.samplesPerBucket).toBe(5120);
    expect(reader.stats().bytesRead).toBeLessThan(100_000);
  });

  test("leaves out texts and pictures, and refuses a number of buckets that is none", async () => {
    const { reader, segments } = await write([
      [
        makeTopic("/s", "string", { rows: 3 }),
        makeTopic("/i", "image", { rows: 3 }),
        makeTopic("/x", "bool", { rows: 3 }),
      ],
    ]);
    expect((await reader.envelope(segments, { buckets: 10 })).map((envelope) => envelope.topic)).toEqual([
      "/x",
    ]);
    for (const buckets of [0, -1, 1.5, NaN, 1e9]) {
      await expect(reader.envelope(segments, { buckets })).rejects.toMatchObject({ code: "bad_request" });
    }
  });
});
