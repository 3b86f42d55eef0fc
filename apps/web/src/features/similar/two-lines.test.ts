import { expect, test } from "vitest";
import { linePath } from "./two-lines.tsx";

test("a line spans the box, breaks where a value is missing and starts anew behind it", () => {
  expect(linePath([0, 1, null, 1, 0], [0, 1])).toBe("M0.0 37.0L50.0 3.0M150.0 3.0L200.0 37.0");
});

test("a constant signal lies in the middle, and nothing is nothing", () => {
  expect(linePath([2, 2], [2, 2])).toBe("M0.0 20.0L200.0 20.0");
  expect(linePath([null, null], [0, 0])).toBe("");
  expect(linePath([], [0, 0])).toBe("");
});
