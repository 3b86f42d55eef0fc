import fc from "fast-check";
import { expect, test } from "vitest";
import { CELLS_MAX, episodeCells } from "./episode-cells.ts";

const job = (done: number, total: number, quarantined: number[] = []) => ({
  progress: { done, total, unit: "episodes" },
  episodes: {
    imported: done - quarantined.length,
    unchanged: 0,
    quarantined: quarantined.map((episode_index) => ({ episode_index, reason: "its video is cut off" })),
  },
});

test("cells cover every episode once, in order, and never exceed their number", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20_000 }), fc.nat(20_000), (total, done) => {
      const cells = episodeCells(job(Math.min(done, total), total));
      expect(cells.length).toBeLessThanOrEqual(CELLS_MAX);
      expect(cells[0]!.first).toBe(0);
      expect(cells.at(-1)!.last).toBe(total - 1);
      cells.slice(1).forEach((cell, i) => expect(cell.first).toBe(cells[i]!.last + 1));
    }),
  );
});

test("a cell is done only when all its episodes are", () => {
  expect(episodeCells(job(2, 4)).map((cell) => cell.state)).toEqual(["done", "done", "waiting", "waiting"]);
  const coarse = episodeCells(job(1, CELLS_MAX * 2));
  expect(coarse[0]).toMatchObject({ first: 0, last: 1, state: "waiting" });
});

test("a quarantined episode marks its own cell and says why", () => {
  const cells = episodeCells(job(4, 4, [2]));
  expect(cells.map((cell) => cell.state)).toEqual(["done", "done", "quarantined", "done"]);
  expect(cells[2]!.reason).toBe("Episode 2: its video is cut off");
});

test("an episode number beyond the end still shows", () => {
  expect(episodeCells(job(3, 3, [7])).at(-1)!.state).toBe("quarantined");
});

test("before the number of episodes is known there are no cells", () => {
  expect(episodeCells(job(0, 0))).toEqual([]);
});
