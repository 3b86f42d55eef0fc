import type { Envelope } from "@retake/telemetry/types";

/** What uPlot draws of one topic: one x for all; per dimension a line and, when samples are summed up, their extent. */
export interface PlotData {
  x: Float64Array;
  /** Mean or the sample itself, one array per dimension; null where there is nothing. */
  lines: (number | null)[][];
  /** Smallest and largest in turn at the same x: drawn as one line it fills every bucket from its lowest to its highest sample. */
  extents: (number | null)[][] | null;
}

const finite = (value: number | undefined): number | null =>
  value !== undefined && Number.isFinite(value) ? value : null;

/** Lays an envelope out for drawing. Where buckets hold one sample each, x is the samples' times; else every bucket stands twice. */
export function plotDataOf(envelope: Envelope): PlotData {
  const { t, dims, values, samplesPerBucket } = envelope;
  const at = (bucket: number, dim: number, part: 0 | 1 | 2): number | null =>
    finite(values[(bucket * dims + dim) * 3 + part]);
  const buckets = t.length;
  const each = <T>(make: (dim: number) => T): T[] => Array.from({ length: dims }, (_, dim) => make(dim));
  if (samplesPerBucket <= 1) {
    return {
      x: t,
      lines: each((dim) => Array.from({ length: buckets }, (_, b) => at(b, dim, 2))),
      extents: null,
    };
  }
  const x = new Float64Array(buckets * 2);
  for (let b = 0; b < buckets; b++) x[b * 2] = x[b * 2 + 1] = t[b] ?? 0;
  return {
    x,
    lines: each((dim) => Array.from({ length: buckets * 2 }, (_, i) => at(i >> 1, dim, 2))),
    extents: each((dim) =>
      Array.from({ length: buckets * 2 }, (_, i) => at(i >> 1, dim, i % 2 === 0 ? 0 : 1)),
    ),
  };
}

export interface Reading {
  value: number;
  /** Set when the value sums up several samples. */
  range: { min: number; max: number } | null;
}

/** The value of one dimension in force at `t`: the last sample at or before it. Null before the first, or where it is not a number. */
export function readingAt(envelope: Envelope, dim: number, bucket: number): Reading | null {
  const base = (bucket * envelope.dims + dim) * 3;
  const [min, max, value] = [envelope.values[base], envelope.values[base + 1], envelope.values[base + 2]].map(
    finite,
  );
  if (value === null || value === undefined) return null;
  const several = envelope.samplesPerBucket > 1 && min !== null && max !== null;
  return { value, range: several && min !== undefined && max !== undefined ? { min, max } : null };
}

/** Smallest and largest value of the dimensions shown, with a little air; a constant signal gets room around it. */
export function valueSpan(envelope: Envelope, shown: readonly number[]): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  const buckets = envelope.t.length;
  for (const dim of shown) {
    for (let b = 0; b < buckets; b++) {
      const base = (b * envelope.dims + dim) * 3;
      const min = envelope.values[base] ?? NaN;
      const max = envelope.values[base + 1] ?? NaN;
      if (min < low) low = min;
      if (max > high) high = max;
    }
  }
  if (!Number.isFinite(low) || !Number.isFinite(high)) return [0, 1];
  const air = high > low ? (high - low) * 0.06 : Math.max(0.5, Math.abs(high) * 0.1);
  return [low - air, high + air];
}
