import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FrameTimeline } from "./frame-timeline.ts";

describe("FrameTimeline", () => {
  it("finds for a time rounded to milliseconds the frame it came from", () => {
    const rates = fc.constantFrom(3, 10, 15, 20, 24, 29.97, 30, 50, 60, 120);
    fc.assert(
      fc.property(rates, fc.nat(5_000), fc.double({ min: 0, max: 3, noNaN: true }), (fps, k, start) => {
        const timeline = FrameTimeline.uniform(5_001, fps, start);
        expect(timeline.frameAt(Number(timeline.timeOf(k).toFixed(3)))).toBe(k);
      }),
    );
  });

  it("finds the frame of a time that went through float32", () => {
    const timeline = FrameTimeline.uniform(60_000, 30);
    for (let k = 0; k < 60_000; k += 7) expect(timeline.frameAt(Math.fround(k / 30))).toBe(k);
  });

  it("keeps a frame in force until shortly before the next", () => {
    const timeline = FrameTimeline.uniform(10, 10);
    expect(timeline.frameAt(0.3)).toBe(3);
    expect(timeline.frameAt(0.399)).toBe(3);
    expect(timeline.frameAt(0.4)).toBe(4);
  });

  it("clamps to the first and last frame, wherever the episode starts", () => {
    const timeline = new FrameTimeline([0.05, 0.1, 0.4], 20);
    expect(timeline.frameAt(-1)).toBe(0);
    expect(timeline.frameAt(0.399)).toBe(1);
    expect(timeline.frameAt(99)).toBe(2);
    expect([timeline.start, timeline.end, timeline.clamp(0), timeline.clamp(9)]).toEqual([
      0.05, 0.4, 0.05, 0.4,
    ]);
  });

  it("lifts a time that runs backwards, so that every time still has one frame", () => {
    const timeline = new FrameTimeline([0, 0.2, 0.1, 0.3], 10);
    expect([...timeline.times]).toEqual([0, 0.2, 0.2, 0.3]);
    expect(timeline.frameAt(0.25)).toBe(2);
  });

  it("steps exactly over uneven frames and back", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 2, max: 400 }), { minLength: 2, maxLength: 50 }), (gaps) => {
        let t = 0;
        const timeline = new FrameTimeline(
          gaps.map((gap) => (t += gap / 1000)),
          30,
        );
        for (let k = 0; k < timeline.count; k++) expect(timeline.frameAt(timeline.timeOf(k))).toBe(k);
      }),
    );
  });
});
