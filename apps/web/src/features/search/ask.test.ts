import { expect, test } from "vitest";
import { askOf, likeText } from "./ask.ts";

test("words are a search, ids are a search for the like, neither is the plain list", () => {
  expect(askOf({ q: " red cube ", like: null, by: "all" })).toEqual({ kind: "query", query: "red cube" });
  expect(askOf({ q: "red", like: "a,b", by: "motion" })).toEqual({
    kind: "like",
    sessionIds: ["a", "b"],
    by: "motion",
  });
  expect(askOf({ q: "  ", like: ",", by: "all" })).toBeNull();
});

test("no more ids than one request may carry, from the front", () => {
  const ids = Array.from({ length: 500 }, (_, i) => `episode-${i}`);
  const { text, count } = likeText(ids);
  expect(count).toBeLessThanOrEqual(200);
  expect(text.split(",")).toEqual(ids.slice(0, count));
  expect(likeText(["x".repeat(5_000)]).count).toBe(0);
});
