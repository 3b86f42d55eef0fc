import type { SearchChip } from "@retake/trpc/schemas";
import { expect, test } from "vitest";
import { sortOf, withSort } from "./sort-words.ts";

function sortChip(query: string, text: string): SearchChip {
  const from = query.indexOf(text);
  return { id: text, kind: "sort", text, label: text, from, to: from + text.length };
}

test("another order takes the place of the one before, and relevance takes it away", () => {
  const query = "red cube, longest first";
  const chips = [sortChip(query, "longest first")];
  expect(sortOf(chips)).toBe("-duration");
  expect(withSort(query, chips, "duration")).toBe("red cube, shortest first");
  expect(withSort(query, chips, null)).toBe("red cube");
  expect(withSort("red cube", [], "-reward")).toBe("red cube, highest reward first");
});

test("an order said in other words is none of the table's", () => {
  expect(sortOf([sortChip("by fps", "by fps")])).toBeNull();
});
