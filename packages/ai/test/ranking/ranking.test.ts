import { confidenceOf, fieldScore, fuseRanks, synonymsOf } from "@retake/ai/ranking";
import { expect, test } from "vitest";

test("what two lists both have comes before what one of them has first", () => {
  const fused = fuseRanks([{ ids: ["a", "b", "c"] }, { ids: ["d", "b", "e"] }]);
  expect(fused.map(({ id }) => id)).toEqual(["b", "a", "d", "c", "e"]);
  expect(fuseRanks([{ ids: ["a"] }, { ids: ["a"] }])).toEqual([{ id: "a", score: 1 }]);
});

test("an answer is strong when it holds the words, or stands out from what the query scores against anything", () => {
  const unrelated = [0.1, 0.12, 0.08, 0.11, 0.09];
  expect(confidenceOf(0.25, null, [])).toBe("strong");
  expect(confidenceOf(0, 0.2, unrelated)).toBe("strong");
  expect(confidenceOf(0.2, 0.13, unrelated)).toBe("weak");
  expect(confidenceOf(0, 0.9, [])).toBe("weak");
});

test("one fitting field counts more than several that half fit", () => {
  expect(fieldScore([0.9, 0.1])).toBeGreaterThan(fieldScore([0.6, 0.6]));
  expect(fieldScore([])).toBe(0);
});

test("synonyms are found through endings, and leave out what was asked", () => {
  expect(synonymsOf(["grasping"])).toContain("grip");
  expect(synonymsOf(["slipped"])).toContain("drop");
  expect(synonymsOf(["grasp"])).not.toContain("grasp");
  expect(synonymsOf(["quaternion"])).toEqual([]);
});
