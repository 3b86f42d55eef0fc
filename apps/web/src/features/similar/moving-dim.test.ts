import type { Envelope } from "@retake/telemetry/types";
import { expect, test } from "vitest";
import { movingDim } from "./moving-dim.ts";

/** One bucket a second; per dimension its values, each the lowest, the highest and the mean of its bucket. */
function envelopeOf(dims: number[][]): Envelope {
  const buckets = dims[0]?.length ?? 0;
  const values = new Float64Array(buckets * dims.length * 3);
  dims.forEach((line, dim) =>
    line.forEach((value, bucket) =>
      values.fill(value, (bucket * dims.length + dim) * 3, (bucket * dims.length + dim) * 3 + 3),
    ),
  );
  const t = Float64Array.from({ length: buckets }, (_, i) => i);
  return { topic: "/state", t, dims: dims.length, values, samplesPerBucket: 1 } as unknown as Envelope;
}

test("the dimension that moves most for what it can is meant, however small its unit", () => {
  const wide = [0, 50, 100, 100, 110, 105, 0, 0];
  const small = [0, 0, 0, 0, 0.02, 0.01, 0, 0];
  expect(movingDim(envelopeOf([wide, small]), [0, 1], { from: 3, to: 5 })).toBe(1);
  expect(movingDim(envelopeOf([wide, small]), [0], { from: 3, to: 5 })).toBe(0);
});

test("constant signals and a span without samples choose without failing", () => {
  expect(movingDim(envelopeOf([[1, 1, 1]]), [0], { from: 0, to: 2 })).toBe(0);
  expect(movingDim(envelopeOf([[1, 1, 1]]), [0], { from: 10, to: 12 })).toBeNull();
  expect(movingDim(envelopeOf([[NaN, NaN]]), [0], { from: 0, to: 2 })).toBeNull();
});
