import { expect, test } from "vitest";
import { FrameTimeline } from "../engine/frame-timeline.ts";
import { readMoment } from "./read-moment.ts";

const timeline = FrameTimeline.uniform(6_001, 10);

test.each([
  ["12.345", 12.345],
  ["12.345 s", 12.345],
  [" 12,5s ", 12.5],
  ["1:02.5", 62.5],
  ["0:01:05", 65],
  ["#247", 24.7],
  ["# 0", 0],
])("%j is read as the moment it means", (text, seconds) => {
  expect(readMoment(text, timeline)).toBeCloseTo(seconds, 9);
});

test("a moment outside the episode is its nearest end", () => {
  expect(readMoment("99999", timeline)).toBe(600);
  expect(readMoment("#99999", timeline)).toBe(600);
  expect(readMoment("-3", timeline)).toBe(0);
});

test.each(["", "soon", "12 m", "#", "#1.5", "1:2:3:4", "1e9", "NaN", "--1"])("%j is no moment", (text) => {
  expect(readMoment(text, timeline)).toBeNull();
});
