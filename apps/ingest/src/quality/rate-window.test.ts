import { expect, test } from "vitest";
import { RateWindow } from "./rate-window.ts";

function feed(hz: number, seconds: number, from = 1_000): RateWindow {
  const window = new RateWindow();
  for (let i = 0; i < hz * seconds; i++) window.add(from + i / hz);
  return window;
}

test("a steady rate is read within one message of the window", () => {
  for (const hz of [1, 10, 33, 500]) {
    const at = 1_000 + 30;
    expect(Math.abs(feed(hz, 30).rate(at) - hz)).toBeLessThanOrEqual(1.1 / 4.75);
  }
});

test("what is older than the window is forgotten", () => {
  const window = feed(100, 10);
  expect(window.total(1_010 + 5)).toBe(0);
  expect(window.rate(2_000)).toBe(0);
});

test("the first second does not exaggerate", () => {
  const window = new RateWindow();
  window.add(5);
  window.add(5.001);
  expect(window.rate(5.002)).toBe(2);
});

test("a server clock that is set back loses no count", () => {
  const window = new RateWindow();
  window.add(100);
  window.add(40);
  expect(window.total(100)).toBe(2);
});
