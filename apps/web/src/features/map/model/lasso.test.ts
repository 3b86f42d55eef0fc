import { insideOf, readArea, writeArea } from "@retake/trpc/map-area";
import { describe, expect, test } from "vitest";
import { boxCorners, pointsInside, simplified } from "./lasso.ts";

const circle = (corners: number, radius: number): [number, number][] =>
  Array.from({ length: corners }, (_, k) => [
    radius * Math.cos((2 * Math.PI * k) / corners),
    radius * Math.sin((2 * Math.PI * k) / corners),
  ]);
const everything = (): boolean => true;

/** The same numbers each time, spread over a square of side 20. */
function scattered(count: number): { x: Float32Array; y: Float32Array } {
  let state = 7;
  const next = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  const x = Float32Array.from({ length: count }, () => 20 * next() - 10);
  return { x, y: Float32Array.from({ length: count }, () => 20 * next() - 10) };
}

describe("a lasso", () => {
  test("of five thousand points takes exactly those within a circle drawn by hand", () => {
    const { x, y } = scattered(25_000);
    const marked = pointsInside(circle(4_000, 5.15), x, y, everything);
    const expected = Uint8Array.from(x, (px, i) => (Math.hypot(px, y[i]!) < 5.15 ? 1 : 0));
    // Between a circle and a line of 4,000 corners there is room for next to nothing.
    expect(marked.filter((one, i) => one !== expected[i]).length).toBeLessThan(3);
    expect(marked.filter((one) => one === 1).length).toBeGreaterThan(5_000);
  });

  test("takes only points that are shown", () => {
    const { x, y } = scattered(1_000);
    const marked = pointsInside(boxCorners([-20, -20], [20, 20]), x, y, (i) => i % 2 === 0);
    expect([...marked].every((one, i) => one === (i % 2 === 0 ? 1 : 0))).toBe(true);
  });

  test("that crosses itself takes what its line winds around", () => {
    const star = [0, 2, 4, 1, 3].map((k): [number, number] => circle(5, 10)[k]!);
    expect(insideOf({ corners: star })(0, 0)).toBe(true);
    expect(insideOf({ corners: star })(9, 9)).toBe(false);
  });
});

describe("a line for an address", () => {
  test("has few corners and keeps its shape", () => {
    const drawn = circle(900, 5);
    const line = simplified(drawn);
    expect(line.length).toBe(96);
    const { x, y } = scattered(10_000);
    const before = pointsInside(drawn, x, y, everything);
    const after = pointsInside(line, x, y, everything);
    const changed = before.filter((one, i) => one !== after[i]).length;
    expect(changed).toBeLessThan(15);
  });

  test("is read as it was written", () => {
    const area = { kind: "text", corners: simplified(circle(300, 1234.5)) } as const;
    const text = writeArea(area);
    expect(text.length).toBeLessThan(2_048);
    expect(writeArea(readArea(text)!)).toBe(text);
  });

  test("that is none is refused", () => {
    for (const text of [
      "",
      "motion",
      "motion:",
      "motion:1,2",
      "motion:1,2;3,4",
      "motion:1,2;3,4;5",
      "other:1,2;3,4;5,6",
    ])
      expect(readArea(text), text).toBeNull();
    const tooMany = `motion:${Array.from({ length: 97 }, () => "1,1").join(";")}`;
    expect(readArea(tooMany)).toBeNull();
  });
});
