import fc from "fast-check";
import { expect, test } from "vitest";
import { carryChips, lastChipEndingAt, partsOf, withoutRange } from "./chip-text.ts";

/** The chip that covers `words` in `text`. */
function chip(text: string, words: string) {
  const from = text.indexOf(words);
  return { id: words, from, to: from + words.length };
}

test("a query falls into chips and words that together are all of it", () => {
  const text = "failed pick attempts longer than 20 s";
  const parts = partsOf(text, [chip(text, "longer than 20 s"), chip(text, "failed")]);
  expect(parts.map(({ kind, from, to }) => [kind, text.slice(from, to)])).toEqual([
    ["chip", "failed"],
    ["words", " pick attempts "],
    ["chip", "longer than 20 s"],
  ]);
});

test("chips that overlap, are empty or lie outside never lose or double a character", () => {
  const range = fc
    .tuple(fc.nat(30), fc.nat(30))
    .map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));
  fc.assert(
    fc.property(fc.string({ maxLength: 25 }), fc.array(range, { maxLength: 6 }), (text, chips) => {
      expect(
        partsOf(text, chips)
          .map(({ from, to }) => text.slice(from, to))
          .join(""),
      ).toBe(text);
    }),
  );
});

test("taking a chip away leaves one space, and no comma without words beside it", () => {
  const without = (text: string, words: string): string => withoutRange(text, chip(text, words));
  expect(without("failed pick attempts longer than 20 s", "longer than 20 s")).toBe("failed pick attempts");
  expect(without("failed pick attempts", "failed")).toBe("pick attempts");
  expect(without("pick failed attempts", "failed")).toBe("pick attempts");
  expect(without("red cube, failed, by so101", "failed")).toBe("red cube, by so101");
  expect(without("failed, red cube", "failed")).toBe("red cube");
  expect(without("red cube, failed", "failed")).toBe("red cube");
  expect(without("failed", "failed")).toBe("");
});

test("while one types, chips before and behind the caret stay on their words", () => {
  const before = "failed pick by so101";
  const chips = [chip(before, "failed"), chip(before, "by so101")];
  const after = "failed pick up by so101";
  expect(carryChips(chips, before, after).map(({ from, to }) => after.slice(from, to))).toEqual([
    "failed",
    "by so101",
  ]);
});

test("a chip whose words are edited is one no more", () => {
  const before = "failed pick";
  expect(carryChips([chip(before, "failed")], before, "faled pick")).toEqual([]);
  fc.assert(
    fc.property(fc.string({ maxLength: 20 }), fc.string({ maxLength: 20 }), fc.nat(20), (a, b, n) => {
      const from = Math.min(n, a.length);
      const one = { from, to: Math.min(a.length, from + 3) };
      for (const kept of carryChips([one], a, b)) {
        expect(b.slice(kept.from, kept.to)).toBe(a.slice(one.from, one.to));
      }
    }),
  );
});

test("Backspace takes the chip that ends at the caret, blanks aside, and the gap before it; none where the caret stands in words", () => {
  const text = "cube, longer than 20 s  ";
  const chips = [{ from: 6, to: 22 }];
  expect(lastChipEndingAt(text, chips, text.length)).toEqual({ from: 4, to: text.length });
  expect(lastChipEndingAt(text, chips, 22)).toEqual({ from: 4, to: 22 });
  expect(lastChipEndingAt("failed", [{ from: 0, to: 6 }], 6)).toEqual({ from: 0, to: 6 });
  expect([lastChipEndingAt(text, chips, 4), lastChipEndingAt(text, chips, 10)]).toEqual([null, null]);
});
