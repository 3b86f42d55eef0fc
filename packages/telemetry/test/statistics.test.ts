import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mergeStatistics, statisticsOf, summariseTopic } from "@retake/telemetry/statistics";
import { makeTopic } from "./topics.ts";

const of = (values: number[], dims = 1) =>
  statisticsOf({ type: "float64", dims, values: Float64Array.from(values) })!;

describe("statistics", () => {
  test("per dimension, over finite samples only, null where there is none", () => {
    expect(of([1, NaN, 3, Infinity, 5, NaN], 2)).toEqual({
      min: [1, null],
      max: [5, null],
      mean: [3, null],
      std: [Math.sqrt(8 / 3), null],
      count: [3, 0],
    });
    expect(of([])).toEqual({ min: [null], max: [null], mean: [null], std: [null], count: [0] });
  });

  test("of small changes on a huge offset keep their digits", () => {
    const { mean, std } = of(Array.from({ length: 10_000 }, (_, i) => 1e9 + (i % 2)));
    expect(mean[0]).toBeCloseTo(1e9 + 0.5, 6);
    expect(std[0]).toBeCloseTo(0.5, 9);
  });

  test("of a constant have a deviation of zero; booleans and int64 count as numbers; texts and pictures have none", () => {
    expect(of([0.1, 0.1, 0.1]).std).toEqual([0]);
    expect(summariseTopic(makeTopic("/b", "bool", { rows: 4 }, (row) => row)).statistics?.mean).toEqual([
      0.5,
    ]);
    expect(summariseTopic(makeTopic("/i", "int64", { rows: 3 }, (row) => row)).statistics?.max).toEqual([2]);
    expect(summariseTopic(makeTopic("/s", "string", { rows: 3 })).statistics).toBeNull();
    expect(summariseTopic(makeTopic("/c", "image", { rows: 3 })).statistics).toBeNull();
  });

  test("a summary says how many, from when to when, and how often", () => {
    const summary = summariseTopic(makeTopic("/a", "float32", { rows: 11, hz: 10, start: 2 }));
    expect(summary).toMatchObject({
      name: "/a",
      count: 11,
      firstTime: 2,
      lastTime: 3,
      shape: [],
      avgFrequency: 10,
    });
    expect(summariseTopic(makeTopic("/a", "float32", { rows: 1 })).avgFrequency).toBe(0);
    expect(summariseTopic(makeTopic("/a", "float32", { rows: 0 })).avgFrequency).toBe(0);
  });

  test("merged, they are those of all samples together, in any order and grouping", () => {
    const value = fc.oneof(fc.integer({ min: -1000, max: 1000 }), fc.constantFrom(NaN, Infinity, 1e6));
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.tuple(value, value), { maxLength: 20 }), { minLength: 1, maxLength: 6 }),
        (parts) => {
          const all = of(parts.flat(2), 2);
          const merged = mergeStatistics(parts.reverse().map((part) => of(part.flat(), 2)))!;
          expect([merged.min, merged.max, merged.count]).toEqual([all.min, all.max, all.count]);
          for (const name of ["mean", "std"] as const) {
            for (const d of [0, 1]) {
              if (all[name][d] === null) expect(merged[name][d]).toBeNull();
              else expect(merged[name][d]).toBeCloseTo(all[name][d]!, 4);
            }
          }
        },
      ),
    );
    expect(mergeStatistics([])).toBeNull();
  });

  test("merging leaves its parts alone and refuses other dimensions", () => {
    const part = of([1, 2, 3]);
    mergeStatistics([part, of([100])]);
    expect(part.max).toEqual([3]);
    expect(() => mergeStatistics([part, of([1, 2], 2)])).toThrow(
      expect.objectContaining({ code: "bad_request" }),
    );
  });
});
