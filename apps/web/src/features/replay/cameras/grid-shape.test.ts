import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gridShape } from "./grid-shape.ts";

const spaces = fc.record({
  aspects: fc.array(fc.double({ min: 0.5, max: 2, noNaN: true }), { minLength: 1, maxLength: 9 }),
  width: fc.integer({ min: 200, max: 2_000 }),
  height: fc.integer({ min: 150, max: 1_200 }),
  focus: fc.option(fc.nat(8)),
});

describe("gridShape", () => {
  it("keeps every picture whole, inside the space and clear of the others", () => {
    fc.assert(
      fc.property(spaces, ({ aspects, width, height, focus }) => {
        const boxes = gridShape(aspects, width, height, focus === null ? null : focus % aspects.length);
        expect(boxes).toHaveLength(aspects.length);
        for (const [i, a] of boxes.entries()) {
          expect(a.left >= -1 && a.top >= -1).toBe(true);
          expect(a.left + a.width <= width + 1 && a.top + a.height <= height + 1).toBe(true);
          for (const b of boxes.slice(i + 1)) {
            const apart =
              a.left + a.width <= b.left + 1 ||
              b.left + b.width <= a.left + 1 ||
              a.top + a.height <= b.top + 1 ||
              b.top + b.height <= a.top + 1;
            expect(apart).toBe(true);
          }
        }
      }),
    );
  });

  it("puts two pictures side by side in a wide space and above each other in a tall one", () => {
    const wide = gridShape([4 / 3, 4 / 3], 1_000, 400, null);
    const tall = gridShape([4 / 3, 4 / 3], 400, 1_000, null);
    expect(wide[0]?.top).toBe(wide[1]?.top);
    expect(tall[0]?.left).toBe(tall[1]?.left);
  });

  it("gives the focused picture most of the space", () => {
    const [a, b, c] = gridShape([1, 1, 1], 900, 500, 1);
    expect((b?.width ?? 0) > 2 * (a?.width ?? 0)).toBe(true);
    expect(a?.width).toBe(c?.width);
  });
});
