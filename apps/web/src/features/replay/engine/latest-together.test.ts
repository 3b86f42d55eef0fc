import fc from "fast-check";
import { expect, test } from "vitest";
import { latestTogether, type Span } from "./latest-together.ts";

const FPS = 30;
const frame = (k: number, fps = FPS): Span => ({ from: k / fps, to: (k + 1) / fps });

/** Ascending numbers of the frames that one camera could show. */
const frames = fc
  .uniqueArray(fc.nat(12), { minLength: 1, maxLength: 6 })
  .map((ks) => ks.toSorted((a, b) => a - b));

test("of one rate: pictures at most one frame apart, and none later would be", () => {
  fc.assert(
    fc.property(fc.array(frames, { minLength: 1, maxLength: 4 }), (cameras) => {
      const picks = latestTogether(cameras.map((ks) => ks.map((k) => frame(k))));
      const best = bestByTrying(cameras);
      const shown = picks?.map((pick, i) => cameras[i]?.[pick] ?? NaN) ?? null;
      // Not one camera could show a later picture.
      expect(shown).toEqual(best);
      if (shown === null) return;
      expect(Math.max(...shown) - Math.min(...shown)).toBeLessThanOrEqual(1);
    }),
  );
});

/** The choice within one frame in which the slowest camera, and then every other, is furthest. */
function bestByTrying(cameras: number[][]): number[] | null {
  for (let floor = 12; floor >= 0; floor--) {
    const shown = cameras.map((ks) => ks.findLast((k) => k === floor || k === floor + 1));
    if (shown.every((k) => k !== undefined) && shown.includes(floor)) return shown;
  }
  return null;
}

test("of different rates and beginnings: apart by one frame of the slower camera at most", () => {
  const camera = fc.record({
    fps: fc.constantFrom(5, 10, 15, 29.97, 60),
    start: fc.double({ min: 0, max: 0.5, noNaN: true }),
    ks: frames,
  });
  fc.assert(
    fc.property(fc.array(camera, { minLength: 2, maxLength: 4 }), (cameras) => {
      const spans = cameras.map(({ fps, start, ks }) =>
        ks.map((k) => ({ from: start + k / fps, to: start + (k + 1) / fps })),
      );
      const picks = latestTogether(spans);
      if (picks === null) return;
      const shown = picks.map((pick, i) => spans[i]?.[pick]?.from ?? NaN);
      for (const [i, a] of shown.entries()) {
        for (const [j, b] of shown.entries()) {
          const slower = Math.min(cameras[i]?.fps ?? NaN, cameras[j]?.fps ?? NaN);
          expect(Math.abs(a - b)).toBeLessThanOrEqual(1 / slower + 1e-5);
        }
      }
    }),
  );
});

test("a camera that has ended goes with any later picture of the others, one that has not begun with any earlier", () => {
  const ended = { from: 1, to: Infinity };
  const notBegun = { from: -Infinity, to: 9 };
  expect(latestTogether([[frame(200)], [ended], [notBegun]])).toEqual([0, 0, 0]);
  expect(latestTogether([[frame(2)], [ended]])).toBeNull();
});

test("nothing for no camera, and no choice where one camera has nothing", () => {
  expect(latestTogether([])).toBeNull();
  expect(latestTogether([[frame(1)], []])).toBeNull();
});
