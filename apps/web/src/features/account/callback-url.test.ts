import { expect, test } from "vitest";
import { safeCallbackPath } from "./callback-url.ts";

const ORIGIN = "http://127.0.0.1:3000";

test("after signing in one comes back to the page asked for, with its filters and time", () => {
  expect(safeCallbackPath("/w/lab/e/run-1?t=12.345", ORIGIN)).toBe("/w/lab/e/run-1?t=12.345");
  expect(safeCallbackPath(`${ORIGIN}/w/lab/episodes?q=a#x`, ORIGIN)).toBe("/w/lab/episodes?q=a#x");
});

test.each([
  "https://evil.example/",
  "//evil.example/w",
  "/\\evil.example",
  "\\\\evil.example",
  "https:evil.example",
  "javascript:alert(1)",
  "data:text/html,x",
  "http://127.0.0.1:3001/w",
  "http://user@127.0.0.1:3000.evil.example/",
  "/%2e//evil.example",
  "\t//evil.example",
  "http://",
])("never leaves the site: %s", (asked) => {
  const path = safeCallbackPath(asked, ORIGIN);
  expect(new URL(path, ORIGIN).origin).toBe(ORIGIN);
});

test("the sign-in page itself and nothing at all lead to the start", () => {
  expect(safeCallbackPath("/signin?callbackUrl=/x", ORIGIN)).toBe("/");
  expect(safeCallbackPath(null, ORIGIN)).toBe("/");
});
