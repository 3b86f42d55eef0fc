import { OF_EPISODES_MAX } from "@retake/trpc/schemas";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chunksOf, PAGE_ROWS, pagesOf, rowAt } from "./page-window.ts";

describe("pages of the rows in sight", () => {
  test("the first page is asked for before anything is known, and no other", () => {
    expect(pagesOf({ first: 0, last: 20 }, null)).toEqual([0]);
    expect(pagesOf({ first: 900, last: 950 }, null)).toEqual([0]);
    expect(pagesOf({ first: 0, last: 20 }, 0)).toEqual([0]);
  });

  test("one question about who works on its episodes may name a whole page", () => {
    expect(PAGE_ROWS).toBeLessThanOrEqual(OF_EPISODES_MAX);
  });

  test("a window across a border needs both pages", () => {
    expect(pagesOf({ first: PAGE_ROWS - 5, last: PAGE_ROWS + 5 }, 100_000)).toEqual([0, 1]);
  });

  test("every row in sight has its page, no page lies beyond the list, and their number does not grow with the list", () => {
    fc.assert(
      fc.property(
        fc.nat(100_000),
        fc.nat(120),
        fc.integer({ min: 1, max: 100_000 }),
        (first, height, total) => {
          const range = { first, last: first + height };
          const pages = pagesOf(range, total);
          for (let row = range.first; row <= Math.min(range.last, total - 1); row += 1) {
            expect(pages).toContain(Math.floor(row / PAGE_ROWS));
          }
          expect(pages.length).toBeGreaterThan(0);
          expect(pages.length).toBeLessThanOrEqual(2);
          expect(Math.max(...pages) * PAGE_ROWS).toBeLessThan(total);
        },
      ),
    );
  });
});

test("a row is found in its page, and missing while its page is not here", () => {
  const pages = new Map([[2, Array.from({ length: PAGE_ROWS }, (_, i) => 2 * PAGE_ROWS + i)]]);
  expect(rowAt(pages, 2 * PAGE_ROWS + 7)).toBe(2 * PAGE_ROWS + 7);
  expect(rowAt(pages, 7)).toBeUndefined();
});

test("chunks cover every row once", () => {
  fc.assert(
    fc.property(fc.nat(5_000), fc.integer({ min: 1, max: 1_000 }), (count, size) => {
      const rows = chunksOf(count, size).flatMap((chunk) =>
        Array.from({ length: chunk.limit }, (_, i) => chunk.offset + i),
      );
      expect(rows).toEqual(Array.from({ length: count }, (_, i) => i));
    }),
  );
});
