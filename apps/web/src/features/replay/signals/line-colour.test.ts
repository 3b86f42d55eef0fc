import { expect, test } from "vitest";
import { lineColour } from "./line-colour.ts";

test("lines are seen on white however a build spells it", () => {
  for (let n = 0; n < 10; n += 1) {
    expect(lineColour(n, "#fff")).toBe(lineColour(n, "#ffffff"));
    expect(lineColour(n, "#fff")).not.toBe("rgb(255 255 255)");
  }
});
