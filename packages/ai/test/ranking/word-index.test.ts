import { createWordIndex } from "@retake/ai/ranking";
import { expect, test } from "vitest";
import { readTsvector } from "../../src/ranking/read-tsvector.ts";

test("a text vector is read as Postgres writes it: quotes, backslashes, places without a mark and without a number", () => {
  expect(readTsvector(`'a b':1A,12 'bare' 'c:\\\\d':3C 'it''s':7B`)).toEqual([
    { word: "a b", places: ["A", "D"] },
    { word: "bare", places: [] },
    { word: "c:\\d", places: ["C"] },
    { word: "it's", places: ["B"] },
  ]);
  expect(readTsvector("")).toEqual([]);
});

test("a row is found by what it says now, however often it was written, and not once it is gone", () => {
  const index = createWordIndex();
  const of = (word: string): number[] => [...index.scores(new Map([[word, 1]]))].map(Math.sign);
  for (let n = 0; n < 3_000; n += 1) {
    index.put(0, n % 2 === 0 ? "'cup':1A" : "'peg':1A");
    index.put(1, "'cup':1B 'rare':2B");
  }
  const bytes = index.bytes;
  expect([of("cup"), of("peg"), of("rare")]).toEqual([
    [0, 1],
    [1, 0],
    [0, 1],
  ]);
  expect([index.holds(0, "peg"), index.holds(0, "cup"), index.holds(1, "rare")]).toEqual([true, false, true]);
  index.remove(1);
  expect([of("cup"), index.holds(1, "cup"), index.holds(7, "cup")]).toEqual([[0, 0], false, false]);
  for (let n = 0; n < 20_000; n += 1) index.put(0, "'peg':1A");
  expect(index.bytes).toBeLessThan(2 * bytes);
});
