import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseRange } from "../src/range.ts";

const part = (start: number, end: number) => ({ kind: "part", start, end });
const whole = { kind: "whole" };
const unsatisfiable = { kind: "unsatisfiable" };

describe("parseRange", () => {
  test.each([
    ["bytes=0-", 100, part(0, 99)],
    ["bytes=99-", 100, part(99, 99)],
    ["bytes=0-0", 100, part(0, 0)],
    ["bytes=10-19", 100, part(10, 19)],
    ["bytes=10-1000", 100, part(10, 99)],
    ["bytes=10-99999999999999999999999999", 100, part(10, 99)],
    ["bytes=-1", 100, part(99, 99)],
    ["bytes=-1000", 100, part(0, 99)],
    ["BYTES = 5-6 ", 100, part(5, 6)],
    ["bytes=100-", 100, unsatisfiable],
    ["bytes=99999999999999999999999-", 100, unsatisfiable],
    ["bytes=-0", 100, unsatisfiable],
    ["bytes=0-", 0, unsatisfiable],
    ["bytes=-5", 0, whole],
  ])("%s of %i bytes", (header, size, expected) => {
    expect(parseRange(header, size)).toEqual(expected);
  });

  test.each([
    null,
    undefined,
    "",
    "bytes",
    "bytes=",
    "bytes=-",
    "bytes=5",
    "bytes=9-5",
    "bytes=a-b",
    "bytes=0x1-2",
    "bytes=1.5-2",
    "bytes=+1-2",
    "items=0-5",
    "bytes=0-1,5-6",
    "bytes=0-1;",
    `bytes=0-${" ".repeat(5000)}`,
  ])("ignores what it cannot read: %s", (header) => {
    expect(parseRange(header, 100)).toEqual(whole);
  });

  test("a part always lies inside the body, whatever the header", () => {
    const header = fc.oneof(
      fc.string(),
      fc.tuple(fc.nat(), fc.nat()).map(([a, b]) => `bytes=${a}-${b}`),
      fc.nat().map((a) => `bytes=${a}-`),
      fc.nat().map((a) => `bytes=-${a}`),
    );
    fc.assert(
      fc.property(header, fc.nat(), (text, size) => {
        const range = parseRange(text, size);
        if (range.kind !== "part") return;
        expect(range.start).toBeGreaterThanOrEqual(0);
        expect(range.start).toBeLessThanOrEqual(range.end);
        expect(range.end).toBeLessThan(size);
      }),
    );
  });

  test("asking part after part, open-ended as browsers do, covers every byte once", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 999 }), (size, step) => {
        let next = 0;
        while (next < size) {
          const range = parseRange(`bytes=${next}-${next + step - 1}`, size);
          if (range.kind !== "part") throw new Error(`stopped at ${next} of ${size}`);
          expect(range.start).toBe(next);
          next = range.end + 1;
        }
        expect(next).toBe(size);
        expect(parseRange(`bytes=${size}-`, size)).toEqual(unsatisfiable);
      }),
    );
  });

  test("a suffix range has the length asked, or the whole body", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), fc.integer({ min: 1, max: 2e9 }), (size, length) => {
        expect(parseRange(`bytes=-${length}`, size)).toEqual(part(Math.max(0, size - length), size - 1));
      }),
    );
  });
});
