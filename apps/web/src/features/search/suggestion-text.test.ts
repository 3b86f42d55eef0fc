import { expect, test } from "vitest";
import { completed, matchStart } from "./suggestion-text.ts";

test("the longest run of last words that a name contains is what it stands for", () => {
  expect(matchStart("failed pick up the re", "Pick up the red cube")).toBe(7);
  expect(matchStart("failed re", "Pick up the red cube")).toBe(7);
  expect(matchStart("so1", "so101")).toBe(0);
});

test("a letter alone, the middle of a word and words that are followed by others suggest nothing", () => {
  expect(matchStart("r", "red cube")).toBeNull();
  expect(matchStart("ube", "red cube")).toBeNull();
  expect(matchStart("red apple", "red cube")).toBeNull();
  expect(matchStart("", "red cube")).toBeNull();
});

test("a suggestion takes the place of what was typed of it", () => {
  expect(completed("failed pick up the re", 7, "Pick up the red cube")).toBe("failed Pick up the red cube ");
});
