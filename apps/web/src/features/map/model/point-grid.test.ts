import fc from "fast-check";
import { expect, test } from "vitest";
import { createPointGrid } from "./point-grid.ts";

const place = fc.float({ min: -50, max: 50, noNaN: true });

test("the point found is the nearest admitted one within reach, whatever the points", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(place, place), { maxLength: 200 }),
      place,
      place,
      fc.double({ min: 0.01, max: 30, noNaN: true }),
      fc.integer({ min: 1, max: 3 }),
      (points, px, py, radius, every) => {
        const x = Float32Array.from(points, ([one]) => one);
        const y = Float32Array.from(points, ([, other]) => other);
        const admits = (i: number): boolean => i % every === 0;
        let best = -1;
        let least = radius ** 2;
        for (let i = 0; i < points.length; i += 1) {
          const square = (x[i]! - px) ** 2 + (y[i]! - py) ** 2;
          if (admits(i) && square <= least && (best === -1 || square < least)) [best, least] = [i, square];
        }
        const found = createPointGrid(x, y).nearest(px, py, radius, admits);
        // At exactly the reach either answer is right.
        if (found !== best) expect(Math.abs(least - radius ** 2)).toBeLessThan(1e-9);
      },
    ),
    { numRuns: 300 },
  );
});

test("few points are looked at, however many there are", () => {
  const side = 300;
  const x = Float32Array.from({ length: side * side }, (_, i) => i % side);
  const y = Float32Array.from({ length: side * side }, (_, i) => Math.floor(i / side));
  let looked = 0;
  const found = createPointGrid(x, y).nearest(150.2, 20.4, 0.9, () => {
    looked += 1;
    return true;
  });
  expect(found).toBe(20 * side + 150);
  expect(looked).toBeLessThan(40);
});
