import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CameraMap, type CameraTiming } from "./camera-map.ts";
import { FrameTimeline } from "./frame-timeline.ts";

function timing(frames: number, fps: number, fromTime = 0): CameraTiming {
  return { frames, fps, fromTime, toTime: fromTime + frames / fps, times: null };
}

/** What a browser does with a seek: it shows the frame whose span holds the media time. */
function shownAfterSeek(edges: number[], mediaTime: number): number {
  return edges.findLastIndex((edge) => edge <= mediaTime);
}

describe("CameraMap", () => {
  it("seeks into the middle of exactly the wanted frame, anywhere in a long file", () => {
    const rates = fc.constantFrom(10, 15, 20, 24, 29.97, 30, 50, 60);
    fc.assert(
      fc.property(rates, fc.nat(999), fc.integer({ min: 0, max: 100_000 }), (fps, k, before) => {
        const map = new CameraMap(FrameTimeline.uniform(1_000, fps), timing(1_000, fps, before / fps));
        const seek = map.seekTimeOf(map.frameAt(k / fps));
        expect(Math.floor(seek * fps) - before).toBe(k);
      }),
    );
  });

  it("reads back the frame from the media time a browser reports, rounded to microseconds", () => {
    fc.assert(
      fc.property(fc.constantFrom(10, 24, 29.97, 30, 50), fc.nat(999), fc.nat(50_000), (fps, k, before) => {
        const map = new CameraMap(FrameTimeline.uniform(1_000, fps), timing(1_000, fps, before / fps));
        const reported = Math.floor(((before + k) / fps) * 1e6) / 1e6;
        expect(map.frameOfMediaTime(reported)).toBe(k);
      }),
    );
  });

  it("maps by number when there is one picture per frame, however uneven the time stamps", () => {
    const timeline = new FrameTimeline([0.05, 0.06, 0.3, 0.31], 20);
    const map = new CameraMap(timeline, timing(4, 20));
    expect([0.05, 0.06, 0.2, 0.3, 0.4].map((t) => map.frameAt(t))).toEqual([0, 1, 1, 2, 3]);
    expect(map.episodeTimeOf(2)).toBe(0.3);
  });

  it("maps by time a camera slower than the signals", () => {
    const timeline = FrameTimeline.uniform(100, 50, 2);
    const map = new CameraMap(timeline, timing(20, 10));
    expect([2, 2.08, 2.1, 2.98, 3.98].map((t) => map.frameAt(t))).toEqual([0, 0, 1, 9, 19]);
  });

  it("never leaves the episode's part of the file", () => {
    const map = new CameraMap(FrameTimeline.uniform(30, 30), timing(30, 30, 100));
    for (const t of [-5, 0, 0.5, 0.9667, 5]) {
      expect(map.mediaTimeAt(t)).toBeGreaterThanOrEqual(100);
      expect(map.mediaTimeAt(t)).toBeLessThan(101);
    }
    expect(map.frameOfMediaTime(99)).toBe(0);
    expect(map.frameOfMediaTime(105)).toBe(29);
  });

  it("uses the table of times where frames are not at k / fps", () => {
    const times = Float64Array.from([0, 0.033, 0.2, 0.233]);
    const map = new CameraMap(FrameTimeline.uniform(4, 30), { ...timing(4, 30, 7), times });
    const edges = [...times].map((t) => 7 + t);
    for (let k = 0; k < 4; k++) {
      expect(shownAfterSeek(edges, map.seekTimeOf(k))).toBe(k);
      expect(map.frameOfMediaTime(7 + (times[k] ?? 0))).toBe(k);
    }
  });

  it("maps a camera on a clock of its own by time, also when it has as many frames as the episode and begins later", () => {
    const timeline = new FrameTimeline([10.5, 10.6, 10.7, 10.8], 10);
    // The episode begins at 10 s with something slower; the pictures come at 10.55, 10.62, 10.79 and 10.8 s.
    const times = Float64Array.from([0.55, 0.62, 0.79, 0.8]);
    const map = new CameraMap(timeline, { ...timing(4, 10), toTime: 0.9, times, origin: 10 });
    expect([10, 10.6, 10.7, 10.8].map((t) => map.frameAt(t))).toEqual([0, 0, 1, 3]);
    expect(map.mediaTimeAt(10.7)).toBeCloseTo(0.7, 9);
    expect(map.episodeTimeAt(0.7)).toBeCloseTo(10.7, 9);
    // The first picture is on the screen from the beginning of its file.
    const edges = [0, 0.62, 0.79, 0.8];
    for (let k = 0; k < 4; k++) {
      expect(shownAfterSeek(edges, map.seekTimeOf(k))).toBe(k);
      expect(map.frameOfMediaTime(edges[k] ?? 0)).toBe(k);
    }
  });

  it("runs smoothly and forwards inside and across frames", () => {
    const map = new CameraMap(new FrameTimeline([0, 0.01, 0.2, 0.21, 0.5], 10), timing(5, 10));
    let before = -1;
    for (let t = 0; t <= 0.5; t += 0.001) {
      const media = map.mediaTimeAt(t);
      expect(media).toBeGreaterThanOrEqual(before);
      if (t < 0.49) expect(map.episodeTimeAt(media)).toBeCloseTo(t, 2);
      before = media;
    }
  });

  it("tells the pictures of the episode from those before and after it in the same file", () => {
    const map = new CameraMap(FrameTimeline.uniform(30, 30), timing(30, 30, 3));
    const edges = [0, 3 - 1 / 30, 3, 3 + 29 / 30, 4, 9];
    expect(edges.map((edge) => map.holds(edge))).toEqual([false, false, true, true, false, false]);
    expect([2.999_999, 3.966_667].map((rounded) => map.holds(rounded))).toEqual([true, true]);
  });

  it("says while which time a picture is the newest: from its frame to the next, without end at both ends of the camera", () => {
    const uneven = new CameraMap(new FrameTimeline([1, 1.1, 1.5], 10), timing(3, 10));
    expect([0, 1, 2].map((k) => uneven.spanOf(k))).toEqual([
      { from: -Infinity, to: 1.1 },
      { from: 1.1, to: 1.5 },
      { from: 1.5, to: Infinity },
    ]);
    // A slower camera that stops in the middle of an episode at 50 Hz which begins at 2 s.
    const slower = new CameraMap(FrameTimeline.uniform(100, 50, 2), timing(10, 10));
    expect(slower.spanOf(3).from).toBeCloseTo(2.3, 9);
    expect(slower.spanOf(3).to).toBeCloseTo(2.4, 9);
    expect(slower.spanOf(9).to).toBe(Infinity);
  });
});
