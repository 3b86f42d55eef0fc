import { describe, expect, it } from "vitest";
import { bufferedAhead, mayRelease, mustHold } from "./buffer-policy.ts";

describe("holding for data", () => {
  it("holds for a camera that has run dry, not for one that only decodes late", () => {
    expect(mustHold({ readyState: 2, aheadS: 0.1, restS: 10 })).toBe(true);
    expect(mustHold({ readyState: 2, aheadS: 3, restS: 10 })).toBe(false);
    expect(mustHold({ readyState: 4, aheadS: 0.1, restS: 10 })).toBe(false);
  });

  it("releases when each has a second or all of the rest, without waiting for readyState 4", () => {
    const dry = { readyState: 2, aheadS: 0.4, restS: 10 };
    const loaded = { readyState: 2, aheadS: 1.1, restS: 10 };
    const nearEnd = { readyState: 2, aheadS: 0.2, restS: 0.2 };
    expect(mayRelease([loaded, dry])).toBe(false);
    expect(mayRelease([loaded, nearEnd])).toBe(true);
    expect(mayRelease([])).toBe(true);
  });
});

describe("bufferedAhead", () => {
  it("counts only the range under the playhead", () => {
    const spans = [
      [0, 2],
      [5, 9],
    ];
    const ranges = {
      length: 2,
      start: (i: number) => spans[i]![0]!,
      end: (i: number) => spans[i]![1]!,
    };
    expect([bufferedAhead(ranges, 1.5), bufferedAhead(ranges, 3), bufferedAhead(ranges, 5)]).toEqual([
      0.5, 0, 4,
    ]);
  });
});
