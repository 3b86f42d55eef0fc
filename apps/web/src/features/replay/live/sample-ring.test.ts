import type { TopicColumns } from "@retake/telemetry/types";
import fc from "fast-check";
import { expect, test } from "vitest";
import { joinEnvelopes } from "./join-envelopes.ts";
import { SampleRing } from "./sample-ring.ts";

function columns(t: number[], dims = 2): TopicColumns {
  const values = Float32Array.from(t.flatMap((time) => Array.from({ length: dims }, (_, dim) => time + dim)));
  return {
    name: "/s",
    type: "float32",
    shape: [dims],
    dims,
    t: Float64Array.from(t),
    frame: new Int32Array(t.length),
    values,
  };
}

test("whatever comes in whatever order, samples of the window are there once, in order, with their values", () => {
  const times = fc.array(
    fc.integer({ min: 0, max: 400 }).map((n) => n / 4),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(fc.array(times, { maxLength: 40 }), (batches) => {
      const ring = new SampleRing("/s", 2, 1_000);
      for (const batch of batches) ring.append(columns(batch));
      const expected = [...new Set(batches.flat())].toSorted((a, b) => a - b);
      const { t, values } = ring.envelope();
      expect([...t]).toEqual(expected);
      for (const [row, time] of expected.entries()) {
        expect([...values.subarray(row * 6, row * 6 + 6)]).toEqual([
          time,
          time,
          time,
          time + 1,
          time + 1,
          time + 1,
        ]);
      }
    }),
    { numRuns: 60 },
  );
});

test("hours of samples keep the window and a bounded store", () => {
  const ring = new SampleRing("/s", 2, 90);
  for (let second = 0; second < 7_200; second += 1) {
    ring.append(columns(Array.from({ length: 50 }, (_, i) => second + i / 50)));
  }
  expect(ring.to).toBeCloseTo(7_199.98);
  expect(ring.to - ring.from).toBeGreaterThanOrEqual(90);
  expect(ring.envelope().values.buffer.byteLength).toBeLessThan(4 << 20);
});

test("a topic of many values keeps less time instead of more memory", () => {
  const ring = new SampleRing("/wide", 1_000, 90);
  for (let n = 0; n < 3_000; n += 1) ring.append({ ...columns([n / 100], 1_000), name: "/wide" });
  expect(ring.envelope().values.buffer.byteLength).toBeLessThan(64 << 20);
  expect(ring.to).toBeCloseTo(29.99);
});

test("texts, pictures and samples of another size are no lines", () => {
  const ring = new SampleRing("/s", 2, 90);
  expect([ring.append(columns([1], 3)), ring.append({ ...columns([1]), values: ["a"] }), ring.from]).toEqual([
    false,
    false,
    Infinity,
  ]);
});

test("the past and what came since are one line without a sample lost or told twice", () => {
  const past = {
    topic: "/s",
    dims: 1,
    t: Float64Array.of(0, 2),
    values: Float32Array.of(0, 1, 0.5, 2, 3, 2.5),
    samplesPerBucket: 2,
  };
  const ring = new SampleRing("/s", 1, 90);
  ring.append(columns([1, 2, 3, 4, 5, 6], 1));
  const joined = joinEnvelopes(past, ring.envelope());
  expect([...joined.t]).toEqual([0, 2, 3, 5]);
  expect(Array.from(joined.values).slice(6)).toEqual([3, 4, 3.5, 5, 6, 5.5]);
  expect(joinEnvelopes(past, new SampleRing("/s", 1, 90).envelope())).toBe(past);
});
