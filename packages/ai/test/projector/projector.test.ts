import { describe, expect, test } from "vitest";
import { nearestNeighbours } from "../../src/neighbours.ts";
import { alignLayout, createProjector, placeNew, trustworthiness } from "../../src/projector.ts";
import { typedArrayProjector } from "../../src/projector/typed-array-projector.ts";
import { umapJsProjector } from "../../src/projector/umap-js-projector.ts";
import type { Matrix, Projector } from "../../src/types.ts";
import { makeBlobs, makeSheet } from "../neighbours/make-blobs.ts";
import { plainUmap } from "./plain-umap.ts";

const K = 15;
const SEEDS = [1, 2, 3, 4, 5];
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function lay(
  projector: Projector,
  vectors: Matrix,
  options: { seed?: number; start?: Float32Array } = {},
): Float32Array {
  const { seed = 1, start } = options;
  const neighbours = nearestNeighbours(vectors, K);
  return projector.project({ vectors, neighbours, seed, ...(start === undefined ? {} : { start }) });
}

/** Share of points whose nearest on the map is of their own blob. */
function mapPurity(layout: Float32Array, blob: readonly number[]): number {
  const { index } = nearestNeighbours({ rows: blob.length, dims: 2, data: layout }, 1);
  return blob.filter((own, row) => blob[index[row]!] === own).length / blob.length;
}

function first({ dims, data }: Matrix, rows: number): Matrix {
  return { rows, dims, data: data.slice(0, rows * dims) };
}

describe.each([umapJsProjector, typedArrayProjector])("$name", (projector) => {
  const blobs = makeBlobs(180, 24, 6);

  test("the same seed gives the same layout, another one another", () => {
    const layout = lay(projector, blobs, { seed: 4 });
    expect(lay(projector, blobs, { seed: 4 })).toEqual(layout);
    expect(lay(projector, blobs, { seed: 5 })).not.toEqual(layout);
    expect(layout).toHaveLength(360);
    expect(layout.every(Number.isFinite)).toBe(true);
  });

  test("neighbourhoods are kept at least as well as by a plain run of the library", () => {
    for (const [what, vectors] of [
      ["6 groups", blobs],
      ["a sheet", makeSheet(180, 24, 3)],
    ] as const) {
      const ours = SEEDS.map((seed) => trustworthiness(vectors, lay(projector, vectors, { seed }), { k: K }));
      const plain = SEEDS.map((seed) => trustworthiness(vectors, plainUmap(vectors, seed), { k: K }));
      process.stdout.write(
        `  ${projector.name}, ${what}: trustworthiness ${mean(ours).toFixed(4)}, plain umap-js ${mean(plain).toFixed(4)}\n`,
      );
      // On a sheet seeds of the plain one differ by 0.01, and other roundings of another Node by as much.
      const spread = Math.max(...plain) - Math.min(...plain);
      expect(mean(ours)).toBeGreaterThanOrEqual(mean(plain) - spread);
    }
  });

  test("groups that nothing joins stay apart", () => {
    const apart = makeBlobs(100, 8, 2, { spread: 0.05 });
    expect(mapPurity(lay(projector, apart), apart.blob)).toBe(1);
  });

  test.each([
    ["no rows", 0],
    ["one row", 1],
    ["two rows", 2],
    ["five rows", 5],
    ["sixteen rows", 16],
  ])("%s", (_, rows) => {
    const layout = lay(projector, first(blobs, rows));
    expect(layout).toHaveLength(rows * 2);
    expect(layout.every(Number.isFinite)).toBe(true);
  });

  test("constant rows and duplicates get finite places, near each other", () => {
    const constant = lay(projector, { rows: 60, dims: 3, data: new Float32Array(180).fill(7) });
    expect(constant.every(Number.isFinite)).toBe(true);
    const twice = { rows: 180, dims: blobs.dims, data: blobs.data.slice() };
    twice.data.copyWithin(90 * blobs.dims, 0, 90 * blobs.dims);
    const layout = lay(projector, twice);
    expect(layout.every(Number.isFinite)).toBe(true);
    const near = Array.from({ length: 90 }, (_, row) =>
      Math.hypot(
        layout[2 * row]! - layout[2 * (row + 90)]!,
        layout[2 * row + 1]! - layout[2 * (row + 90) + 1]!,
      ),
    ).sort((a, b) => a - b);
    expect(near[45]).toBeLessThan(1);
  });

  test("a refit from the earlier layout moves points by a small part of the map, a fresh one by much", () => {
    const all = makeBlobs(220, 24, 6);
    const before = lay(projector, first(all, 200));
    const start = new Float32Array(440).fill(Number.NaN);
    start.set(before);
    const warm = alignLayout(before, lay(projector, all, { start, seed: 2 }));
    const cold = alignLayout(before, lay(projector, all, { seed: 2 }));
    process.stdout.write(
      `  ${projector.name}: refit with 10 % more rows moves points by ${warm.meanShift.toFixed(3)} of the width, a fresh start by ${cold.meanShift.toFixed(3)}\n`,
    );
    expect(warm.meanShift).toBeLessThan(0.03);
    expect(warm.meanShift).toBeLessThan(cold.meanShift);
    expect(mapPurity(warm.layout, all.blob)).toBeGreaterThan(0.99);
  });

  test("an earlier layout of other vectors, or of few of the rows, is not kept to", () => {
    const fresh = lay(projector, blobs);
    expect(lay(projector, blobs, { start: makeSheet(180, 2, 2, 8).data })).toEqual(fresh);
    const few = new Float32Array(360).fill(Number.NaN);
    few.set(fresh.subarray(0, 40));
    expect(lay(projector, blobs, { start: few })).toEqual(fresh);
  });

  test("an earlier layout of nothing but new rows is a layout too", () => {
    const layout = lay(projector, blobs, { start: new Float32Array(360).fill(Number.NaN) });
    expect(layout.every(Number.isFinite)).toBe(true);
    expect(new Set(layout).size).toBeGreaterThan(300);
  });

  test("it tells how far it is", () => {
    const shares: number[] = [];
    const neighbours = nearestNeighbours(blobs, K);
    projector.project({ vectors: blobs, neighbours, seed: 1, onProgress: (share) => shares.push(share) });
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
  });
});

test("the library lays out up to 2,000 rows, ours more", () => {
  expect(createProjector(2000).name).toBe("umap-js");
  expect(createProjector(2001).name).toBe("typed arrays");
});

describe("rows that come after the fit", () => {
  const all = makeBlobs(500, 24, 6);
  const fitted = first(all, 400);
  const layout = lay(typedArrayProjector, fitted);
  const added = { rows: 100, dims: 24, data: all.data.slice(400 * 24) };

  test("are placed among their own, and nothing else moves", () => {
    const before = layout.slice();
    const places = placeNew({ layout, vectors: fitted, added, seed: 1 });
    expect(layout).toEqual(before);
    const together = Float32Array.from([...layout, ...places]);
    const { index } = nearestNeighbours({ rows: 500, dims: 2, data: together }, 1);
    const own = Array.from({ length: 100 }, (_, n) => 400 + n).filter(
      (row) => all.blob[index[row]!] === all.blob[row],
    );
    process.stdout.write(`  placed afterwards: ${own.length} of 100 nearest to their own group\n`);
    expect(own.length).toBeGreaterThanOrEqual(99);
    expect(placeNew({ layout, vectors: fitted, added, seed: 1 })).toEqual(places);
  });

  test("a copy of a row comes to lie beside it", () => {
    const copies = { rows: 20, dims: 24, data: all.data.slice(0, 20 * 24) };
    const places = placeNew({ layout, vectors: fitted, added: copies, seed: 1 });
    const away = Array.from({ length: 20 }, (_, n) =>
      Math.hypot(places[2 * n]! - layout[2 * n]!, places[2 * n + 1]! - layout[2 * n + 1]!),
    );
    expect(Math.max(...away)).toBeLessThan(2);
  });

  test("on an empty map, on one of one point, and where all are the same", () => {
    const one = { rows: 1, dims: 2, data: Float32Array.of(1, 1) };
    const none = { rows: 0, dims: 2, data: new Float32Array(0) };
    expect(placeNew({ layout: new Float32Array(0), vectors: none, added: one, seed: 1 })).toEqual(
      Float32Array.of(0, 0),
    );
    for (const rows of [1, 40]) {
      const same = { rows, dims: 2, data: new Float32Array(rows * 2).fill(1) };
      const places = placeNew({
        layout: new Float32Array(rows * 2).fill(3),
        vectors: same,
        added: one,
        seed: 1,
      });
      expect(places.every(Number.isFinite)).toBe(true);
    }
  });
});

describe("alignLayout", () => {
  const layout = lay(typedArrayProjector, makeBlobs(120, 8, 3));
  const turned = (flip: number): Float32Array =>
    layout.map((_, i) => {
      const [x, y] = [layout[i & ~1]!, flip * layout[i | 1]!];
      return i % 2 === 0 ? 0.6 * x - 0.8 * y + 5 : 0.8 * x + 0.6 * y - 3;
    });

  test.each([
    ["turned", 1],
    ["turned and mirrored", -1],
  ])("lays a layout that was %s back where it was", (_, flip) => {
    const aligned = alignLayout(layout, turned(flip));
    expect(aligned.meanShift).toBeLessThan(1e-5);
    for (const [i, value] of aligned.layout.entries()) expect(value).toBeCloseTo(layout[i]!, 3);
  });

  test("does not scale, takes new rows along, and needs no shared ones", () => {
    const larger = alignLayout(
      layout,
      layout.map((value) => 2 * value),
    );
    expect(larger.meanShift).toBeGreaterThan(0.05);
    const more = Float32Array.from([...turned(1), 5, -3]);
    const { layout: moved } = alignLayout(layout, more);
    expect(moved[240]).toBeCloseTo(0, 3);
    expect(moved[241]).toBeCloseTo(0, 3);
    const gone = new Float32Array(240).fill(Number.NaN);
    expect(alignLayout(gone, layout)).toEqual({ layout, meanShift: 0 });
  });
});

describe("trustworthiness", () => {
  test("is 1 for the plane itself, about a half for places drawn by lot, and the same on a sample", () => {
    const plane = makeSheet(600, 2, 2);
    expect(trustworthiness(plane, plane.data)).toBe(1);
    const lot = makeSheet(600, 2, 2, 99).data;
    expect(trustworthiness(plane, lot)).toBeGreaterThan(0.4);
    expect(trustworthiness(plane, lot)).toBeLessThan(0.6);
    const vectors = makeBlobs(2000, 16, 4);
    const layout = lay(typedArrayProjector, vectors);
    const whole = trustworthiness(vectors, layout, { sample: 2000 });
    expect(Math.abs(trustworthiness(vectors, layout, { sample: 400 }) - whole)).toBeLessThan(0.005);
  });
});
