import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cohensKappa, compareLanes, matchBoundaries, type LabelledSpan } from "@retake/collab/agreement";

const FPS = 10;
const span = (label: string, start: number, end: number): LabelledSpan => ({ label, start, end });

describe("agreement of two people", () => {
  test("equals an example worked by hand", () => {
    // 4 s at 10 Hz: ann says reach for 2 s, grasp for 2 s; bea moves the change to 2.4 s.
    // 36 of 40 frames agree. By chance: reach (20/40)(24/40) = 0.3, grasp (20/40)(16/40) = 0.2, so kappa = (0.9 - 0.5) / 0.5 = 0.8.
    // Boundaries: 0, 2, 4 and 0, 2.4, 4; within 0.25 s two of three match: F1 = 2/3; within 0.5 s all.
    const ann = [span("reach", 0, 2), span("grasp", 2, 4)];
    const bea = [span("reach", 0, 2.4), span("grasp", 2.4, 4)];
    const found = compareLanes(ann, bea, { fps: FPS, durationS: 4, toleranceS: 0.25 });
    expect(found.frames).toBe(40);
    expect(found.accuracy).toBeCloseTo(0.9, 12);
    expect(found.kappa).toBeCloseTo(0.8, 12);
    expect(found.boundary).toMatchObject({ matched: 2, counts: [3, 3] });
    expect(found.boundary.f1).toBeCloseTo(2 / 3, 12);
    expect(matchBoundaries(ann, bea, 0.5)).toMatchObject({ matched: 3, f1: 1 });
    expect(found.segmentF1).toBe(1);
    expect(found.classes).toEqual([
      { label: "grasp", frames: [20, 16], iou: 16 / 20, kappa: expect.closeTo(0.8, 12) },
      { label: "reach", frames: [20, 24], iou: 20 / 24, kappa: expect.closeTo(0.8, 12) },
    ]);
  });

  test("kappa equals another formula for it: 1 - disagreement over expected disagreement, from the table of counts", () => {
    const labels = fc.array(
      fc.tuple(fc.constantFrom("a", "b", "c", ""), fc.constantFrom("a", "b", "c", "")),
      {
        minLength: 1,
        maxLength: 60,
      },
    );
    fc.assert(
      fc.property(labels, (pairs) => {
        const found = cohensKappa(
          pairs.map(([a]) => a),
          pairs.map(([, b]) => b),
        );
        const share = (test: (pair: [string, string]) => boolean): number =>
          pairs.filter(test).length / pairs.length;
        let [observed, chance] = [0, 0];
        for (const x of ["a", "b", "c", ""]) {
          for (const y of ["a", "b", "c", ""]) {
            if (x === y) continue;
            observed += share(([a, b]) => a === x && b === y);
            chance += share(([a]) => a === x) * share(([, b]) => b === y);
          }
        }
        if (chance < 1e-12) expect(found).toBeNull();
        else expect(found).toBeCloseTo(1 - observed / chance, 9);
      }),
    );
  });

  test("matches as many boundaries as any pairing could", () => {
    const times = fc.uniqueArray(fc.integer({ min: 0, max: 40 }), { minLength: 0, maxLength: 7 });
    const asSpans = (list: number[]): LabelledSpan[] =>
      list
        .toSorted((a, b) => a - b)
        .flatMap((start, i, all) =>
          i + 1 < all.length ? [span(String(i), start, all[i + 1] ?? start)] : [],
        );
    fc.assert(
      fc.property(times, times, fc.integer({ min: 0, max: 6 }), (a, b, tolerance) => {
        const [mine, theirs] = [asSpans(a), asSpans(b)];
        const edges = (spans: LabelledSpan[]): number[] => [
          ...new Set(spans.flatMap((s) => [s.start, s.end])),
        ];
        expect(matchBoundaries(mine, theirs, tolerance).matched).toBe(
          most(edges(mine), edges(theirs), tolerance),
        );
      }),
    );
  });

  test("is symmetric, perfect with itself, and says nothing where there is nothing", () => {
    const ann = [span("a", 0, 1), span("b", 1, 3)];
    const bea = [span("a", 0.5, 2)];
    const options = { fps: 30, durationS: 3, toleranceS: 0.1 };
    expect(compareLanes(ann, bea, options).kappa).toBe(compareLanes(bea, ann, options).kappa);
    expect(compareLanes(ann, ann, options)).toMatchObject({
      kappa: 1,
      accuracy: 1,
      segmentF1: 1,
      boundary: { f1: 1 },
    });
    expect(compareLanes([], [], options)).toMatchObject({
      kappa: null,
      segmentF1: null,
      boundary: { f1: null },
      classes: [],
    });
  });
});

/** The largest matching of two sets of times, by trying everything. */
function most(a: number[], b: number[], tolerance: number): number {
  const [first, ...rest] = a;
  if (first === undefined) return 0;
  const without = most(rest, b, tolerance);
  return b.reduce(
    (best, time) =>
      Math.abs(time - first) <= tolerance
        ? Math.max(
            best,
            1 +
              most(
                rest,
                b.filter((other) => other !== time),
                tolerance,
              ),
          )
        : best,
    without,
  );
}
