import { findStretches, medianStep, resample, slidingDots } from "@retake/ai/wiggle";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

/** Deterministic, even in -1..1. */
function noise(seed: number, length: number): Float64Array {
  let state = seed >>> 0 || 1;
  return Float64Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}
const wiggle = (length: number, height = 1): Float64Array =>
  Float64Array.from({ length }, (_, n) => height * Math.sin((n / length) ** 2 * 4 * Math.PI));
function plant(series: Float64Array, at: number, values: Float64Array, offset = 0): Float64Array {
  const planted = series.slice();
  for (const [n, value] of values.entries()) planted[at + n] = value + offset;
  return planted;
}

describe.each([24, 200])("a wiggle of %i values", (length) => {
  const query = wiggle(length);
  const quiet = noise(3, 4_000).map((value) => value * 0.05);

  test("is found where it was planted, at whatever height and size", () => {
    const series = plant(plant(quiet, 700, query), 2_500, wiggle(length, 6), 40);
    const found = findStretches(query, series, { limit: 10, shapeOnly: true, scoreMin: 0.95 });
    expect(found.map(({ at }) => at).toSorted((a, b) => a - b)).toEqual([700, 2_500]);
    for (const { score } of found) expect(score).toBeCloseTo(1, 6);
  });

  test("is less of a find where it is larger, when size counts", () => {
    const series = plant(plant(quiet, 700, query), 2_500, wiggle(length, 1.5));
    const found = findStretches(query, series, { limit: 2, shapeOnly: false, scoreMin: 0.6 });
    expect(found.map(({ at }) => at)).toEqual([700, 2_500]);
    expect(found[1]?.score).toBeCloseTo(1 / 1.5, 2);
  });
});

test("stretches that stand still are like nothing, and nothing is like them", () => {
  const still = new Float64Array(500).fill(1e6);
  expect(findStretches(wiggle(30), still, { limit: 5, shapeOnly: true })).toEqual([]);
  expect(findStretches(new Float64Array(30).fill(2), noise(1, 500), { limit: 5, shapeOnly: true })).toEqual(
    [],
  );
  expect(findStretches(wiggle(30), new Float64Array(3), { limit: 5, shapeOnly: true })).toEqual([]);
});

test("a far offset costs no digits", () => {
  const series = plant(
    noise(5, 600).map((value) => value * 0.01),
    333,
    wiggle(40),
  ).map((value) => value + 1e7);
  expect(findStretches(wiggle(40), series, { limit: 1, shapeOnly: true })[0]?.at).toBe(333);
});

test("no two finds overlap, and all scores are in 0..1", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 4, max: 90 }), (seed, length) => {
      const found = findStretches(noise(seed, length), noise(seed + 1, 700), {
        limit: 20,
        shapeOnly: true,
        scoreMin: 0,
      });
      for (const [n, one] of found.entries()) {
        expect(one.score).toBeGreaterThanOrEqual(0);
        expect(one.score).toBeLessThanOrEqual(1);
        for (const other of found.slice(n + 1))
          expect(Math.abs(one.at - other.at)).toBeGreaterThanOrEqual(length);
      }
    }),
    { numRuns: 60 },
  );
});

test("products by blocks are those of the plain sum", () => {
  const [query, series] = [noise(7, 150), noise(8, 5_000)];
  const dots = slidingDots(query, series);
  expect(dots.length).toBe(4_851);
  for (const at of [0, 1, 874, 875, 876, 2_000, 4_850]) {
    let sum = 0;
    for (const [n, value] of query.entries()) sum += value * series[at + n]!;
    expect(dots[at]).toBeCloseTo(sum, 9);
  }
});

test("an uneven signal with holes comes at equal steps", () => {
  const t = Float64Array.from([0, 0.1, 0.2, 0.4, 0.5]);
  const values = [0, 1, Number.NaN, 4, 5];
  expect(medianStep(t)).toBeCloseTo(0.1);
  const even = resample(t, (n) => values[n]!, 0.1, 100);
  expect([...even.values].map((value) => Number(value.toFixed(6)))).toEqual([0, 1, 2, 3, 4, 5]);
  expect(resample(t, () => Number.NaN, 0.1, 100).values).toHaveLength(0);
});
