import { expect, it } from "vitest";
import { reconnectDelay } from "./reconnect-delay.ts";

it("waits before every try, longer each time, and never longer than a minute", () => {
  const least = Array.from({ length: 12 }, (_, attempt) => reconnectDelay(attempt, () => 0));
  expect(least.slice(0, 4)).toEqual([250, 500, 1_000, 2_000]);
  expect(least.toSorted((a, b) => a - b)).toEqual(least);
  const most = Array.from({ length: 12 }, (_, attempt) => reconnectDelay(attempt, () => 1));
  expect(Math.max(...most)).toBe(60_000);
  expect(reconnectDelay(0, () => 1)).toBe(500);
});
