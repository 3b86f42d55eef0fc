import { expect, it } from "vitest";
import { describeFacts, episodeFacts, plainText, refreshFacts, searchTexts } from "../src/facts.ts";
import type { EpisodeMeta } from "../src/types.ts";
import { bareMeta, signalOf } from "./episode-meta.ts";

const described = (meta: Partial<EpisodeMeta>): string =>
  describeFacts(episodeFacts({ ...bareMeta, ...meta }, []));

it("texts of people are quoted by quotes that they cannot close, on one line, without what cannot be seen", () => {
  const text = described({ task: "lift\n\u202ethe” “cube\u200b\u0000" });
  expect(text).toContain('Task: “lift the" "cube”');
  expect(text).not.toContain("\n");
});

it("long texts are cut, whole letters only", () => {
  expect(plainText("ab\u{1f642}\u{1f642}\u{1f642}", 4)).toBe("ab\u{1f642}…");
  expect(plainText("   \u200b\u202e ", 10)).toBeNull();
  expect(described({ notes: "n".repeat(100_000) }).length).toBeLessThan(1_000);
});

it("words of scripts that join letters by unseen characters stay whole", () => {
  expect(plainText("می\u200cخواهم", 20)).toBe("میخواهم");
});

it("labels, tags, notes, comments and marks are told with their times", () => {
  const text = described({
    labels: [{ lane: "phase", label: "regrasp", start: 3.2, end: 4, note: null }],
    tags: ["night shift"],
    notes: "cube was wet",
    comments: [{ time: 5, text: "arm shakes here" }],
    marks: [{ time: 6, kind: "stop", text: null }],
  });
  expect(text).toContain(
    "Labelled “regrasp” at 3.2 s. Tagged “night shift”. Notes: “cube was wet”. Comment at 5.0 s: “arm shakes here”. Marked “stop” at 6.0 s.",
  );
});

it("episodes that differ are told differently, even where nothing was recorded of them", () => {
  expect(described({ episodeIndex: 1 })).not.toBe(described({ episodeIndex: 2 }));
});

it("what people said weighs most, then the description, then names; each field becomes a vector of its own", () => {
  const meta: EpisodeMeta = {
    ...bareMeta,
    task: "grasp_cube",
    operator: "ada",
    cameras: ["wrist"],
    labels: [{ lane: "phase", label: "re_grasp", start: 0, end: 1, note: "slipped off" }],
  };
  const { a, b, c, fields } = searchTexts(meta, episodeFacts(meta, []), "The arm lifts a red cube.");
  expect(a).toBe("grasp cube\nre grasp. slipped off");
  expect(b).toMatch(/^Task: “grasp_cube”[^]*The arm lifts a red cube\.$/);
  expect(c).toBe("so101 lab/set ada wrist episode-1");
  expect(fields.map(({ name }) => name)).toEqual(["task", "people", "description"]);
});

it("new labels change what people said and nothing that signals told", () => {
  const state = signalOf("/observation/state", ["lift"], (t) => [t]);
  const reward = signalOf("/next/reward", [], (t) => [t]);
  const before = episodeFacts(bareMeta, [state, reward]);
  const after = refreshFacts({ ...bareMeta, outcome: "success", tags: ["new"] }, before);
  expect(after).toEqual({ ...before, outcome: "success", tags: ["new"] });
});
