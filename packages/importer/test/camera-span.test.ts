import fc from "fast-check";
import { expect, test } from "vitest";
import { findCameraSpan, type Neighbour } from "../src/video/camera-span.ts";

const lengths = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 20 });

/** A file of `frames` pictures at a constant rate whose stamps drift a little, as concatenated files do. */
function file(frames: number, fps: number, drift: number): { times: Float64Array; endTime: number } {
  const times = Float64Array.from({ length: frames }, (_, k) => k / fps + (k / frames) * drift);
  return { times, endTime: frames / fps + drift };
}

const total = (list: number[]): number => list.reduce((a, b) => a + b, 0);

test("when the lengths add up, every frame belongs to exactly one episode, in order, whatever the stated times", () => {
  fc.assert(
    fc.property(
      lengths,
      fc.constantFrom(10, 29.97, 50),
      fc.double({ min: -0.4, max: 0.4, noNaN: true }),
      (list, fps, drift) => {
        const { times, endTime } = file(total(list), fps, drift);
        const neighbours: Neighbour[] = list.map((length, i) => ({ length, from: i * 100, to: null }));
        let next = 0;
        for (const [position, rows] of list.entries()) {
          const span = findCameraSpan({ times, endTime, rows, neighbours, position, fps })!;
          expect(span).toMatchObject({ firstFrame: next, frames: rows, fromTime: times[next] });
          next += rows;
          expect(span.toTime).toBe(times[next] ?? endTime);
        }
        expect(next).toBe(times.length);
      },
    ),
  );
});

test("when they do not, the stated times are snapped to the nearest frame", () => {
  fc.assert(
    fc.property(
      lengths.filter((list) => list.length > 1),
      fc.integer({ min: 1, max: 9 }),
      fc.double({ min: -0.3, max: 0.3, noNaN: true }),
      (list, more, jitter) => {
        const fps = 25;
        const { times, endTime } = file(total(list) + more, fps, 0);
        const begin = (i: number): number => total(list.slice(0, i)) / fps;
        const neighbours = list.map((length, i) => ({
          length,
          from: begin(i) + jitter / fps,
          to: begin(i + 1) + jitter / fps,
        }));
        for (const [position, rows] of list.entries()) {
          const span = findCameraSpan({ times, endTime, rows, neighbours, position, fps });
          expect(span).toMatchObject({
            firstFrame: total(list.slice(0, position)),
            frames: rows,
            by: "time",
          });
        }
      },
    ),
  );
});

test("a file of one episode is that episode's, however many frames it has", () => {
  const { times, endTime } = file(1_975, 25, 0);
  const one = [{ length: 790, from: null, to: null }];
  expect(findCameraSpan({ times, endTime, rows: 790, neighbours: one, position: 0, fps: 10 })).toEqual({
    firstFrame: 0,
    frames: 1_975,
    fromTime: 0,
    toTime: 79,
    by: "whole_file",
  });
});

test("an episode that begins after the file's end has no pictures", () => {
  const { times, endTime } = file(10, 10, 0);
  const neighbours = [
    { length: 10, from: 0, to: 1 },
    { length: 10, from: 1, to: 2 },
  ];
  expect(findCameraSpan({ times, endTime, rows: 10, neighbours, position: 1, fps: 10 })).toBeNull();
  expect(
    findCameraSpan({ times: new Float64Array(0), endTime: 0, rows: 3, neighbours, position: 0, fps: 10 }),
  ).toBeNull();
});

test("the only listed episode of a file that holds more is found by its times", () => {
  const { times, endTime } = file(18, 10, 0);
  const one = [{ length: 6, from: 0.5, to: 1.1 }];
  expect(findCameraSpan({ times, endTime, rows: 6, neighbours: one, position: 0, fps: 10 })).toMatchObject({
    firstFrame: 5,
    frames: 6,
    by: "time",
  });
});
