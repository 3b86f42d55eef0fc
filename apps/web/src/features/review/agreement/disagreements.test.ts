import fc from "fast-check";
import { expect, test } from "vitest";
import { disagreements } from "./disagreements.ts";

test("two lanes that part at one edge disagree between the two edges", () => {
  const ann = [
    { label: "reach", start: 0, end: 2 },
    { label: "grasp", start: 2, end: 5 },
  ];
  const bea = [
    { label: "reach", start: 0, end: 2.4 },
    { label: "grasp", start: 2.4, end: 4 },
  ];
  expect(disagreements(ann, bea, 5)).toEqual([
    { from: 2, to: 2.4 },
    { from: 4, to: 5 },
  ]);
  expect(disagreements(ann, ann, 5)).toEqual([]);
  expect(disagreements([], [], 5)).toEqual([]);
  expect(disagreements(ann, [], 5)).toEqual([{ from: 0, to: 5 }]);
});

test("their length is the time in which labels differ, taken in small steps", () => {
  const lane = fc
    .array(fc.constantFrom("a", "b", ""), { minLength: 10, maxLength: 10 })
    .map((labels) =>
      labels.flatMap((label, i) => (label === "" ? [] : [{ label, start: i / 2, end: (i + 1) / 2 }])),
    );
  fc.assert(
    fc.property(lane, lane, (a, b) => {
      const at = (spans: typeof a, t: number): string =>
        spans.find(({ start, end }) => start <= t && t < end)?.label ?? "";
      const differing = Array.from({ length: 10 }, (_, i) => i / 2 + 0.25).filter(
        (t) => at(a, t) !== at(b, t),
      );
      const total = disagreements(a, b, 5).reduce((sum, { from, to }) => sum + to - from, 0);
      expect(total).toBeCloseTo(differing.length / 2, 9);
    }),
  );
});
