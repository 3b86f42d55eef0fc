import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatValue } from "./format-value.ts";
import { plotDataOf, readingAt, valueSpan } from "./plot-data.ts";
import { textLanes } from "./text-spans.ts";
import { clampSpan, followSpan, panSpan, zoomSpan } from "./view-window.ts";

const whole = { from: 0, to: 60 };

describe("the view of the time axis", () => {
  it("keeps the time under the pointer while zooming, and stays inside the episode", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 59, noNaN: true }),
        fc.double({ min: 0.1, max: 1, noNaN: true }),
        fc.double({ min: 0.01, max: 0.999, noNaN: true }),
        fc.double({ min: 0.2, max: 1, noNaN: true }),
        (from, length, share, factor) => {
          const view = clampSpan({ from, to: from + length }, whole);
          const around = view.from + share * (view.to - view.from);
          const next = zoomSpan(view, whole, around, factor);
          expect((around - next.from) / (next.to - next.from)).toBeCloseTo(share, 6);
          for (const span of [next, zoomSpan(view, whole, around, 1 / factor), panSpan(view, whole, 999)]) {
            expect(span.from).toBeGreaterThanOrEqual(-1e-9);
            expect(span.to).toBeLessThanOrEqual(60 + 1e-9);
            expect(span.to - span.from).toBeGreaterThan(0.019);
          }
        },
      ),
    );
  });

  it("turns the page when the playhead leaves it, and not before", () => {
    const view = { from: 10, to: 20 };
    expect(followSpan(view, whole, 19.9)).toBe(view);
    expect(followSpan(view, whole, 20.5)).toEqual({ from: 19.5, to: 29.5 });
    expect(followSpan(view, whole, 0)).toEqual({ from: 0, to: 10 });
  });
});

describe("plotDataOf", () => {
  const summed = {
    topic: "/s",
    dims: 2,
    t: Float64Array.of(0, 1),
    values: Float32Array.of(-1, 9, 0, 5, 5, 5, NaN, NaN, NaN, 1, 2, 1.5),
    samplesPerBucket: 64,
  };

  it("draws every bucket from its smallest to its largest sample, so that no spike is hidden", () => {
    const data = plotDataOf(summed);
    expect([...data.x]).toEqual([0, 0, 1, 1]);
    expect(data.extents).toEqual([
      [-1, 9, null, null],
      [5, 5, 1, 2],
    ]);
    expect(data.lines[1]).toEqual([5, 5, 1.5, 1.5]);
  });

  it("draws the samples themselves when the view holds few enough", () => {
    const data = plotDataOf({ ...summed, samplesPerBucket: 1 });
    expect([...data.x]).toEqual([0, 1]);
    expect(data.extents).toBeNull();
    expect(data.lines[0]).toEqual([0, null]);
  });

  it("gives readings with their range, and none where there is no number", () => {
    expect(readingAt(summed, 0, 0)).toEqual({ value: 0, range: { min: -1, max: 9 } });
    expect(readingAt(summed, 0, 1)).toBeNull();
    expect(readingAt({ ...summed, samplesPerBucket: 1 }, 1, 1)).toEqual({ value: 1.5, range: null });
  });

  it("scales to the extremes of what is shown only, and gives a constant room", () => {
    const [low, high] = valueSpan(summed, [0]);
    expect([low < -1, high > 9, high < 11]).toEqual([true, true, true]);
    const [flatLow, flatHigh] = valueSpan({ ...summed, values: new Float32Array(12).fill(5) }, [0, 1]);
    expect([flatLow, flatHigh]).toEqual([4.5, 5.5]);
    expect(valueSpan(summed, [])).toEqual([0, 1]);
  });
});

describe("textLanes", () => {
  it("joins equal texts and ends each where the next begins", () => {
    expect(textLanes("/subtask", [0, 1, 2, 3], ["reach", "reach", "grasp", ""], 4)).toEqual([
      {
        name: "subtask",
        isEvents: false,
        spans: [
          { from: 0, to: 2, text: "reach" },
          { from: 2, to: 3, text: "grasp" },
        ],
      },
    ]);
  });

  it("reads LeRobot's persistent rows once, each style a lane of its own", () => {
    const rows = JSON.stringify([
      { role: "user", content: "grasp", style: "subtask", timestamp: 1.5 },
      { role: "user", content: "reach", style: "subtask", timestamp: 0 },
      { role: "user", content: "be quick", style: "plan", timestamp: 0 },
    ]);
    const lanes = textLanes("/language_persistent", [0, 1, 2], [rows, rows, rows], 3);
    expect(lanes.map((lane) => [lane.name, lane.spans.length])).toEqual([
      ["subtask", 2],
      ["plan", 1],
    ]);
    expect(lanes[0]?.spans[0]).toEqual({ from: 0, to: 1.5, text: "reach" });
  });

  it("puts events where they happen", () => {
    const event = JSON.stringify([{ content: "stop!", style: "interjection" }]);
    expect(textLanes("/language_events", [0, 1, 2], ["[]", event, "[]"], 3)).toEqual([
      { name: "interjection", isEvents: true, spans: [{ from: 1, to: 1, text: "stop!" }] },
    ]);
  });

  it("takes text that only looks like JSON as it is, and shows nothing for no text", () => {
    expect(textLanes("/note", [0], ["[draft] look again"], 1)[0]?.spans[0]?.text).toBe("[draft] look again");
    expect(textLanes("/note", [0, 1], ["", ""], 1)).toEqual([]);
    expect(textLanes("/note", [], [], 1)).toEqual([]);
  });
});

describe("formatValue", () => {
  it("keeps four significant places at most", () => {
    expect([0, -0.12345, 12.345, 123.45, 1234.5, 1234567, 0.00001].map(formatValue)).toEqual([
      "0.000",
      "-0.123",
      "12.35",
      "123.5",
      "1235",
      "1.23e+6",
      "1.00e-5",
    ]);
  });
});
