import { expect, test } from "vitest";
import { compareAll, comparePairs, type Counts, median, type Pair } from "./fixtures/compare-phases.ts";

/** 100 acks of a phase, of which the slowest two took `p99` ms. */
const phase = (p99: number): Counts => [
  [2, 98],
  [p99, 2],
];

test("a rare wait that falls on one phase decides nothing", () => {
  const pairs: Pair[] = Array.from({ length: 20 }, (_, i) => ({
    base: phase(10 + (i % 3)),
    other: phase(i === 7 ? 900 : 10 + (i % 3)),
  }));
  const { base, other, ratio, from, to } = comparePairs(pairs, 0.99);
  expect([base, other, ratio, from, to]).toEqual([11, 11, 1, 1, 1]);
});

test("a change that is there in each pair is shown, whatever changes from pair to pair", () => {
  const pairs: Pair[] = Array.from({ length: 20 }, (_, i) => ({
    base: phase(10 * (i + 1)),
    other: phase(10 * (i + 1) * (1.15 + 0.01 * (i % 5))),
  }));
  const { ratio, from, to } = comparePairs(pairs, 0.99);
  expect(ratio).toBeCloseTo(1.17, 2);
  expect(from).toBeGreaterThan(1.1);
  expect(to).toBeLessThan(1.2);
});

test("all acks together show what is in most phases, and how sure that is", () => {
  const pairs: Pair[] = Array.from({ length: 20 }, (_, i) => ({
    base: phase(10),
    other: phase(i < 3 ? 10 : 12),
  }));
  const { base, other, ratio, from, to } = compareAll(pairs, 0.99);
  expect([base, other, ratio]).toEqual([10, 12, 1.2]);
  expect([from, to]).toEqual([1.2, 1.2]);
  const halves: Pair[] = pairs.map(({ base: before }, i) => ({
    base: before,
    other: phase(i % 2 === 0 ? 10 : 12),
  }));
  expect(compareAll(halves, 0.99)).toMatchObject({ from: 1, to: 1.2 });
});

test("the median of an even number lies between the two in the middle", () => {
  expect([median([3, 1]), median([5, 1, 2]), median([])]).toEqual([2, 2, NaN]);
});
