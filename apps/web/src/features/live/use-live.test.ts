import type { LiveRecording } from "@retake/trpc/schemas";
import { expect, test } from "vitest";
import { afterUpdate, inOrder } from "./use-live.ts";

const recording = (sessionId: string, state: LiveRecording["state"], startedAt: string): LiveRecording =>
  ({ sessionId, state, startedAt }) as LiveRecording;
const [a, b, c] = [
  recording("a", "recording", "2026-01-01T10:00:00.000Z"),
  recording("b", "recording", "2026-01-01T11:00:00.000Z"),
  recording("c", "cut_off", "2026-01-01T12:00:00.000Z"),
];

test("an update changes what it names, takes away what is gone, and leaves the rest the same objects", () => {
  const first = afterUpdate(null, { reset: true, recordings: [a!, b!], gone: [] });
  const changed = recording("a", "cut_off", a!.startedAt);
  const second = afterUpdate(first, { reset: false, recordings: [changed, c!], gone: ["b"] });
  expect([...second.keys()]).toEqual(["a", "c"]);
  expect([second.get("a"), second.get("c")]).toEqual([changed, c]);
  expect(afterUpdate(second, { reset: false, recordings: [], gone: [] }).get("c")).toBe(c);
});

test("a line made again begins from nothing", () => {
  const first = afterUpdate(null, { reset: true, recordings: [a!, b!], gone: [] });
  expect([...afterUpdate(first, { reset: true, recordings: [c!], gone: [] }).keys()]).toEqual(["c"]);
});

test("those that record come first, newest first", () => {
  expect(inOrder([c!, a!, b!]).map(({ sessionId }) => sessionId)).toEqual(["b", "a", "c"]);
});
