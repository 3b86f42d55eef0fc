import { describe, expect, test } from "vitest";
import { frameTimes, nearestFrame } from "../src/frame-times.ts";

const grid = (frames: number, fps: number) => Float64Array.from({ length: frames }, (_, k) => k / fps);
const video = { times: grid(100, 10), endTime: 10, fps: 10 };

describe("frameTimes", () => {
  test("a span counts from its own first frame and ends where the next begins", () => {
    const span = frameTimes(video, 30, 20);
    expect(span).toMatchObject({ firstFrame: 30, frames: 20, fromTime: 3, toTime: 5, regular: true });
    expect(span.times[0]).toBe(0);
    expect(span.times[19]).toBeCloseTo(1.9, 9);
  });

  test("the last span ends with the file", () => {
    expect(frameTimes(video, 90, 10)).toMatchObject({ frames: 10, toTime: 10 });
  });

  test("a span beyond the file is cut to what is there", () => {
    expect(frameTimes(video, 95, 10)).toMatchObject({ firstFrame: 95, frames: 5, toTime: 10 });
    expect(frameTimes(video, 200, 10)).toMatchObject({ frames: 0, fromTime: 10, toTime: 10 });
  });

  test("a drift before the span does not make it irregular, a late frame inside does", () => {
    const drifted = grid(100, 10).map((time, k) => (k < 50 ? time : time + 0.0123));
    expect(frameTimes({ ...video, times: drifted }, 50, 50).regular).toBe(true);
    expect(frameTimes({ ...video, times: drifted }, 40, 20).regular).toBe(false);
  });
});

test("nearestFrame snaps a time to the closest frame on either side", () => {
  const times = grid(10, 10);
  expect([-1, 0.04, 0.06, 0.5004, 0.4996, 99].map((time) => nearestFrame(times, time))).toEqual([
    0, 0, 1, 5, 5, 9,
  ]);
});
