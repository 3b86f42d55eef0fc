import fc from "fast-check";
import { expect, test } from "vitest";
import { gridHeight } from "./grid-height.ts";
import { gridShape } from "./grid-shape.ts";

const smallest = (aspects: number[], width: number, height: number): number =>
  Math.min(...gridShape(aspects, width, height, null).map((box) => box.width * box.height));

test("three pictures side by side take the height of one, and leave the rest", () => {
  const height = gridHeight([4 / 3, 4 / 3, 4 / 3], 816, 380);
  expect(height).toBeGreaterThan(190);
  expect(height).toBeLessThanOrEqual(201);
});

test("a picture that the width does not hold back takes all there is", () => {
  expect(gridHeight([4 / 3], 1_000, 400)).toBeGreaterThan(395);
  expect(gridHeight([], 1_000, 400)).toBe(0);
});

test("of two ways to line up that show the pictures alike, the flatter one", () => {
  const height = gridHeight([4 / 3, 4 / 3], 374, 287);
  expect(height).toBeLessThanOrEqual(138);
});

test("pictures lose next to nothing by it, whatever their number and shape", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0.5, max: 2, noNaN: true }), { minLength: 1, maxLength: 9 }),
      fc.integer({ min: 300, max: 2_000 }),
      fc.integer({ min: 150, max: 900 }),
      (aspects, width, heightMax) => {
        const height = gridHeight(aspects, width, heightMax);
        expect(height).toBeLessThanOrEqual(heightMax);
        expect(smallest(aspects, width, height)).toBeGreaterThanOrEqual(
          0.87 * smallest(aspects, width, heightMax),
        );
      },
    ),
  );
});
