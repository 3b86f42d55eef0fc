import { expect, test } from "vitest";
import { createKeptAnswers } from "../src/rest/kept-answers.ts";

const answer = (bytes: number, value = 1) => ({
  bytes: new Uint8Array(bytes).fill(value),
  headers: { n: value },
});

test("an answer is kept when the same is asked for again, in memory of its own", () => {
  const kept = createKeptAnswers(1_000);
  const first = answer(100);
  kept.offer("a", first);
  expect(kept.get("a")).toBeUndefined();
  kept.offer("a", first);
  first.bytes.fill(9);
  expect(kept.get("a")).toEqual(answer(100));
  expect(kept.get("b")).toBeUndefined();
});

test("all answers together stay within their bytes, and one does not push out all others", () => {
  const kept = createKeptAnswers(1_000);
  const keep = (key: string, bytes: number): void => {
    for (let times = 0; times < 2; times++) kept.offer(key, answer(bytes));
  };
  for (let i = 0; i < 20; i++) keep(`k${i}`, 200);
  const held = Array.from({ length: 20 }, (_, i) => kept.get(`k${i}`)).filter((one) => one !== undefined);
  expect(held).toHaveLength(4);
  expect(kept.get("k19")).toBeDefined();
  keep("large", 251);
  expect(kept.get("large")).toBeUndefined();
  expect(kept.get("k19")).toBeDefined();
});
