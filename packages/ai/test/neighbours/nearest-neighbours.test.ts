import { expect, test } from "vitest";
import { nearestNeighbours } from "../../src/neighbours.ts";
import { makeBlobs, makeSheet } from "./make-blobs.ts";

const APPROXIMATE = { exactRowsMax: 0 };

test.each([
  ["in 12 groups", makeBlobs(5000, 48, 12)],
  ["along 10 hidden dims", makeSheet(5000, 48, 10)],
] as const)("of the true 15 nearest of 5,000 × 48 %s at least 95 in 100 are found", (what, rows) => {
  const truth = nearestNeighbours(rows, 15, { exactRowsMax: 5000 });
  const found = nearestNeighbours(rows, 15, APPROXIMATE);
  let same = 0;
  for (let row = 0; row < rows.rows; row++) {
    const own = new Set(truth.index.subarray(row * 15, row * 15 + 15));
    for (const other of found.index.subarray(row * 15, row * 15 + 15)) if (own.has(other)) same++;
  }
  process.stdout.write(`  neighbours: ${same} of ${truth.index.length} found, 5,000 × 48 ${what}\n`);
  expect(same / truth.index.length).toBeGreaterThanOrEqual(0.95);
});

test("the same seed gives the same neighbours", () => {
  const blobs = makeBlobs(1500, 16, 5);
  const first = nearestNeighbours(blobs, 10, { ...APPROXIMATE, seed: 3 });
  expect(nearestNeighbours(blobs, 10, { ...APPROXIMATE, seed: 3 })).toEqual(first);
});

test.each([
  ["exact", {}],
  ["approximate", APPROXIMATE],
])("%s: nearest first, itself left out, none twice", (_, options) => {
  const blobs = makeBlobs(900, 8, 3);
  const { index, distance } = nearestNeighbours(blobs, 12, options);
  for (let row = 0; row < blobs.rows; row++) {
    const own = index.subarray(row * 12, row * 12 + 12);
    expect(new Set(own).size).toBe(12);
    expect(own).not.toContain(row);
    const far = distance.subarray(row * 12, row * 12 + 12);
    expect(far).toEqual(far.toSorted());
  }
});

test.each([
  ["exact", {}],
  ["approximate", APPROXIMATE],
])("%s: duplicates, constant rows and fewer rows than asked for", (_, options) => {
  const same = nearestNeighbours({ rows: 300, dims: 4, data: new Float32Array(1200).fill(2) }, 5, options);
  expect(same.index.every((other) => other >= 0)).toBe(true);
  expect(same.distance.every((value) => value === 0)).toBe(true);
  const few = nearestNeighbours({ rows: 3, dims: 1, data: Float32Array.of(0, 1, 5) }, 4, options);
  expect([...few.index.subarray(0, 4)]).toEqual([1, 2, -1, -1]);
  expect([...few.distance.subarray(0, 4)]).toEqual([1, 5, Infinity, Infinity]);
  expect(nearestNeighbours({ rows: 1, dims: 1, data: Float32Array.of(1) }, 2, options).index).toEqual(
    Int32Array.of(-1, -1),
  );
  expect(nearestNeighbours({ rows: 0, dims: 1, data: new Float32Array(0) }, 2, options).index).toHaveLength(
    0,
  );
});
