import { describe, expect, it } from "vitest";
import { withLoopIn, withLoopOut } from "./loop-range.ts";

describe("loop in and out points", () => {
  it("make a range in either order", () => {
    expect(withLoopOut(withLoopIn(null, 2, 10), 5, 0)).toEqual({ from: 2, to: 5 });
    expect(withLoopIn(withLoopOut(null, 5, 0), 2, 10)).toEqual({ from: 2, to: 5 });
  });

  it("never cross: the other point gives way to its end of the episode", () => {
    expect(withLoopIn({ from: 2, to: 5 }, 7, 10)).toEqual({ from: 7, to: 10 });
    expect(withLoopOut({ from: 2, to: 5 }, 1, 0)).toEqual({ from: 0, to: 1 });
  });

  it("are nothing where no range is left", () => {
    expect(withLoopIn(null, 10, 10)).toBeNull();
    expect(withLoopOut(null, 0, 0)).toBeNull();
  });
});
