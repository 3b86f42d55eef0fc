import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addAll, type Chosen, NOTHING, rangeTo, SELECTION_MAX, toggle } from "./selection.ts";

const row = (n: number): Chosen => ({ sessionId: `e${n}`, outcome: null, tags: [] });
const rows = (first: number, last: number): Chosen[] =>
  Array.from({ length: last - first + 1 }, (_, i) => row(first + i));

describe("choosing episodes", () => {
  test("a second press takes the first back", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(50)), fc.nat(50), (before, n) => {
        const start = addAll(NOTHING, before.map(row));
        const twice = toggle(toggle(start, n, row(n)), n, row(n));
        expect(new Set(twice.chosen.keys())).toEqual(new Set(start.chosen.keys()));
      }),
    );
  });

  test("a range runs from the last pressed row in either direction, both ends included", () => {
    const anchored = toggle(NOTHING, 7, row(7));
    expect(rangeTo(anchored, 10)).toEqual({ first: 7, last: 10 });
    expect(rangeTo(anchored, 3)).toEqual({ first: 3, last: 7 });
    expect(rangeTo(NOTHING, 3)).toEqual({ first: 3, last: 3 });
  });

  test("drawing a range keeps what was chosen before and its own start", () => {
    const anchored = toggle(toggle(NOTHING, 40, row(40)), 7, row(7));
    const ranged = addAll(anchored, rows(7, 10));
    expect([...ranged.chosen.keys()].toSorted()).toEqual(["e10", "e40", "e7", "e8", "e9"]);
    expect(rangeTo(ranged, 9)).toEqual({ first: 7, last: 9 });
  });

  test("never holds more than one bulk change may name", () => {
    const full = addAll(NOTHING, rows(0, SELECTION_MAX + 500));
    expect(full.chosen.size).toBe(SELECTION_MAX);
    expect(toggle(full, 0, row(99_999)).chosen.size).toBe(SELECTION_MAX);
    const anchored = toggle(NOTHING, 0, row(0));
    const range = rangeTo(anchored, 90_000);
    expect(range.last - range.first + 1).toBe(SELECTION_MAX);
  });

  test("an earlier selection is never changed in place", () => {
    const before = toggle(NOTHING, 1, row(1));
    toggle(before, 2, row(2));
    addAll(before, rows(5, 9));
    expect([...before.chosen.keys()]).toEqual(["e1"]);
    expect(NOTHING.chosen.size).toBe(0);
  });
});
