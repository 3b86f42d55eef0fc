import fc from "fast-check";
import { expect, test } from "vitest";
import { histogram } from "./histogram.ts";

const value = fc.double({ min: 0.01, max: 1e5, noNaN: true });

test("every value is counted once, in a bin whose bounds hold it", () => {
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 200 }), (values) => {
      const bins = histogram(values, 24);
      expect(bins.reduce((sum, bin) => sum + bin.count, 0)).toBe(values.length);
      expect(bins.length).toBeLessThanOrEqual(25);
      const tolerance = 1e-6 * Math.max(...values);
      expect(bins[0]!.from).toBeLessThanOrEqual(Math.min(...values) + tolerance);
      expect(bins.at(-1)!.to).toBeGreaterThanOrEqual(Math.max(...values) - tolerance);
    }),
  );
});

test("bounds are readable numbers", () => {
  const bins = histogram([5, 44.9], 24);
  expect(bins[0]).toMatchObject({ from: 4, to: 6 });
  expect(bins.at(-1)).toMatchObject({ from: 44, to: 46 });
});

test("equal values are one bin, and no values are none", () => {
  expect(histogram([3, 3, 3], 24)).toEqual([{ from: 3, to: 3, count: 3 }]);
  expect(histogram([], 24)).toEqual([]);
  expect(histogram([Number.NaN, Number.POSITIVE_INFINITY], 24)).toEqual([]);
});
