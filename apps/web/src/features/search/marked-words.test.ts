import { expect, test } from "vitest";
import { markedWords } from "./marked-words.ts";

const marked = (text: string, query: string): string =>
  markedWords(text, query)
    .map((part) => (part.isMatch ? `[${part.text}]` : part.text))
    .join("");

test("words of the query are marked in the forms a text gives them", () => {
  expect(marked("Grasped the red cubes, then grasps again", "grasp cube")).toBe(
    "[Grasped] the red [cubes], then [grasps] again",
  );
  expect(marked("pick the block", "picking blocks")).toBe("[pick] the [block]");
});

test("a part of another word, and words that say nothing, stay as they are", () => {
  expect(marked("the picture of the arm", "pick the")).toBe("the picture of the arm");
  expect(marked("100% (done)", "% (")).toBe("100% (done)");
  expect(marked("", "cube")).toBe("");
});
