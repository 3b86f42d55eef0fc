import fc from "fast-check";
import { expect, test } from "vitest";
import { cohensKappa, compareLanes, poolAgreements, type LabelledSpan } from "@retake/collab/agreement";

const FPS = 10;
const LABELS = ["reach", "grasp", "lift", ""];

/** Spans of one lane from labels of equal stretches; "" leaves a gap. */
function spansOf(labels: readonly string[]): LabelledSpan[] {
  return labels.flatMap((label, i) => (label === "" ? [] : [{ label, start: i, end: i + 1 }]));
}

const lane = fc.array(fc.constantFrom(...LABELS), { minLength: 3, maxLength: 8 });
const episode = lane.chain((a) =>
  fc.tuple(
    fc.constant(a),
    fc.array(fc.constantFrom(...LABELS), { minLength: a.length, maxLength: a.length }),
  ),
);

test("scores of many episodes are those of all their frames laid end to end, worked out another way", () => {
  fc.assert(
    fc.property(fc.array(episode, { minLength: 1, maxLength: 6 }), (episodes) => {
      const scores = episodes.map(([a, b]) => ({
        agreement: compareLanes(spansOf(a), spansOf(b), { fps: FPS, durationS: a.length, toleranceS: 0.25 }),
        segments: [spansOf(a).length, spansOf(b).length] as [number, number],
      }));
      const pooled = poolAgreements(scores);
      const stretched = (side: 0 | 1): string[] =>
        episodes.flatMap((pair) => pair[side].flatMap((label) => Array.from({ length: FPS }, () => label)));
      const [a, b] = [stretched(0), stretched(1)];
      expect(pooled.frames).toBe(a.length);
      expect(pooled.accuracy).toBeCloseTo(a.filter((label, k) => label === b[k]).length / a.length, 12);
      near(pooled.kappa, cohensKappa(a, b));
      for (const one of pooled.classes) {
        const is = (label: string): string => String(label === one.label);
        near(one.kappa, cohensKappa(a.map(is), b.map(is)));
        const both = a.filter((label, k) => label === one.label && b[k] === one.label).length;
        const either = a.filter((label, k) => label === one.label || b[k] === one.label).length;
        expect(one.iou).toBeCloseTo(both / either, 12);
      }
      expect(pooled.classes.map(({ label }) => label)).toEqual(
        [...new Set([...a, ...b])].filter((label) => label !== "").sort(),
      );
      // Segments of one second on one grid match where both have the same.
      const pairs = episodes.flatMap(([mine, theirs]) =>
        mine.map((label, i) => [label, theirs[i] ?? ""] as const),
      );
      const same = pairs.filter(([x, y]) => x === y && x !== "").length;
      const made = pairs.filter(([x]) => x !== "").length + pairs.filter(([, y]) => y !== "").length;
      near(pooled.segmentF1, made === 0 ? null : (2 * same) / made);
      const matched = scores.reduce((total, { agreement }) => total + agreement.boundary.matched, 0);
      expect(pooled.boundary.matched).toBe(matched);
    }),
  );
});

test("nothing compared says nothing", () => {
  expect(poolAgreements([])).toEqual({
    frames: 0,
    accuracy: null,
    kappa: null,
    boundary: { matched: 0, counts: [0, 0], f1: null, meanOffsetS: null },
    segmentF1: null,
    classes: [],
  });
});

function near(found: number | null, expected: number | null): void {
  if (expected === null) expect(found).toBeNull();
  else expect(found).toBeCloseTo(expected, 9);
}
