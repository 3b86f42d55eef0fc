import { expect, test } from "vitest";
import { paceOf, type ProgressSample, withSample } from "./progress-rate.ts";

const feed = (...samples: [atMs: number, done: number][]): ProgressSample[] =>
  samples.reduce<ProgressSample[]>((kept, [atMs, done]) => withSample(kept, { atMs, done }), []);

test("rate and time left come from the steps seen", () => {
  expect(paceOf(feed([0, 0], [1_000, 10], [2_000, 20]), 100)).toEqual({ perSecond: 10, leftS: 8 });
});

test("only the last half minute counts", () => {
  expect(paceOf(feed([0, 0], [60_000, 600], [70_000, 620]), 1_000)).toMatchObject({ perSecond: 2 });
});

test("nothing is claimed from one step or from an instant", () => {
  expect(paceOf([], 10)).toBeNull();
  expect(paceOf(feed([0, 5]), 10)).toBeNull();
  expect(paceOf(feed([0, 5], [400, 9]), 10)).toBeNull();
});

test("a job that stands still has no time left to tell", () => {
  expect(paceOf(feed([0, 5], [9_000, 5]), 10)).toEqual({ perSecond: 0, leftS: null });
});

test("a count that starts over forgets the one before", () => {
  expect(feed([0, 90], [1_000, 3])).toEqual([{ atMs: 1_000, done: 3 }]);
});
