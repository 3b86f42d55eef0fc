import { expect, it } from "vitest";
import { formatInColumn } from "./figures.ts";

it("numbers that stand under each other have their points under each other; what two decimals cannot tell is told", () => {
  expect([0, 1, -0.984, 12.3456, 99_999].map(formatInColumn)).toEqual([
    "0.00",
    "1.00",
    "-0.98",
    "12.35",
    "99999.00",
  ]);
  expect([0.0012, 1_234_567].map(formatInColumn)).not.toContain("0.00");
});
