import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rulerTicks } from "./ruler-ticks.ts";

describe("rulerTicks", () => {
  it("fits its labels, inside the span, all different, at any zoom", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 3_600, noNaN: true }),
        fc.double({ min: 0.02, max: 3_600, noNaN: true }),
        fc.integer({ min: 200, max: 2_000 }),
        (from, length, width) => {
          const ticks = rulerTicks({ from, to: from + length }, width);
          expect(ticks.length).toBeLessThanOrEqual(Math.floor(width / 76) + 1);
          expect(new Set(ticks.map((tick) => tick.text)).size).toBe(ticks.length);
          for (const { t } of ticks) expect(t >= from - 1e-6 && t <= from + length + 1e-6).toBe(true);
        },
      ),
    );
  });

  it("uses round steps", () => {
    const texts = (length: number): string[] =>
      rulerTicks({ from: 0, to: length }, 400).map((tick) => tick.text);
    expect(texts(10)).toEqual(["0 s", "2 s", "4 s", "6 s", "8 s", "10 s"]);
    expect(texts(0.1)).toEqual(["0.00 s", "0.02 s", "0.04 s", "0.06 s", "0.08 s", "0.10 s"]);
  });
});
