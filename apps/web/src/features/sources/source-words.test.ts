import { expect, test } from "vitest";
import { linesOf, lookOf } from "./source-words.ts";

test("a source that is off is off, whatever it last said", () => {
  expect(lookOf({ enabled: false, state: "failed" }).look).toBe("off");
  expect(lookOf({ enabled: true, state: "failed" }).word).toBe("Not connected");
  expect(lookOf({ enabled: true, state: "idle" }).look).toBe("waiting");
  expect(lookOf({ enabled: true, state: "recording" }).look).toBe("recording");
});

test("what it says is one sentence, then a line for each channel", () => {
  expect(linesOf({ problem: null })).toEqual({ first: null, more: [] });
  expect(linesOf({ problem: "Records 1 of 2 channels.\n/a: not recorded: maps." })).toEqual({
    first: "Records 1 of 2 channels.",
    more: ["/a: not recorded: maps."],
  });
});
