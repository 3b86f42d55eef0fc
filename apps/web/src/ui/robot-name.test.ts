import { expect, test } from "vitest";
import { robotName } from "./robot-name.ts";

test("a robot that nobody named is said to be not stated, any other keeps its name", () => {
  for (const none of [null, "", "  ", "unknown", "Unknown", "UNKNOWN"])
    expect(robotName(none)).toBe("not stated");
  for (const named of ["so100", "unknown_arm", "Koch v1.1"]) expect(robotName(named)).toBe(named);
});
