import fc from "fast-check";
import { expect, test } from "vitest";
import { createVectorScan, type VectorScan } from "../../src/neighbours.ts";
import { makeBlobs } from "./make-blobs.ts";

function filled(
  dims: number,
  vectors: readonly Float32Array[],
  options: { simd: boolean; capacity: number },
): VectorScan {
  const scan = createVectorScan(dims, options.capacity, { simd: options.simd });
  for (const [row, vector] of vectors.entries()) scan.set(row, vector);
  return scan;
}

const float = fc.float({ noDefaultInfinity: true, noNaN: true, min: -1000, max: 1000 });

test("vector instructions are used here", () => {
  expect(createVectorScan(3, 1).simd).toBe(true);
});

test("vector instructions and plain code give the same scores and the same best rows, under any mask", () => {
  const cases = fc.integer({ min: 1, max: 70 }).chain((dims) => {
    const vector = fc
      .array(float, { minLength: dims, maxLength: dims })
      .map((values) => Float32Array.from(values));
    return fc.record({
      dims: fc.constant(dims),
      vectors: fc.array(vector, { maxLength: 40 }),
      query: vector,
      capacity: fc.integer({ min: 0, max: 50 }),
      k: fc.integer({ min: 0, max: 45 }),
      mask: fc.option(fc.uint8Array({ maxLength: 45, max: 1 }), { nil: undefined }),
    });
  });
  fc.assert(
    fc.property(cases, ({ dims, vectors, query, capacity, k, mask }) => {
      const fast = filled(dims, vectors, { simd: true, capacity });
      const plain = filled(dims, vectors, { simd: false, capacity });
      const scores = fast.scores(query).slice();
      expect(plain.scores(query)).toEqual(scores);
      for (const [row, vector] of vectors.entries()) {
        const truth = vector.reduce((sum, value, d) => sum + value * query[d]!, 0);
        const size = vector.reduce((sum, value, d) => sum + Math.abs(value * query[d]!), 0);
        expect(Math.abs(scores[row]! - truth)).toBeLessThanOrEqual(1e-5 * size + 1e-30);
      }
      const allowed = [...scores.keys()].filter((row) => mask === undefined || (mask[row] ?? 0) === 1);
      const best = allowed.sort((a, b) => scores[b]! - scores[a]! || a - b).slice(0, k);
      expect([...fast.topK(query, k, mask).index]).toEqual(best);
      expect(plain.topK(query, k, mask)).toEqual(fast.topK(query, k, mask));
    }),
    { numRuns: 200 },
  );
});

test("it grows as rows come, and what was there stays", () => {
  const blobs = makeBlobs(3000, 20, 4);
  const scan = createVectorScan(20, 2);
  const row = (n: number): Float32Array => blobs.data.subarray(n * 20, n * 20 + 20);
  for (let n = 0; n < blobs.rows; n++) {
    scan.set(n, row(n));
    if (n % 97 === 0) scan.scores(row(n));
  }
  const large = createVectorScan(20, 3000);
  for (let n = 0; n < blobs.rows; n++) large.set(n, row(n));
  expect(scan.rows).toBe(3000);
  expect(scan.scores(row(5))).toEqual(large.scores(row(5)));
});

test("rows that were left out are zero, and rows can be replaced", () => {
  const scan = createVectorScan(2, 1);
  scan.scores(Float32Array.of(1, 1));
  scan.set(4, Float32Array.of(1, 2));
  expect([...scan.scores(Float32Array.of(10, 1))]).toEqual([0, 0, 0, 0, 12]);
  scan.set(4, Float32Array.of(0, 1));
  expect([...scan.scores(Float32Array.of(10, 1))]).toEqual([0, 0, 0, 0, 1]);
});

test("a vector of other dims is refused", () => {
  const scan = createVectorScan(3, 1);
  expect(() => scan.set(0, new Float32Array(2))).toThrow(RangeError);
  expect(() => scan.scores(new Float32Array(4))).toThrow(RangeError);
  expect(() => createVectorScan(1024, 2_000_000)).toThrow(RangeError);
});
