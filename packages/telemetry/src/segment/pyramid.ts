import type { TopicColumns } from "../types.ts";
import { LEVEL_FACTOR, levelValueBytes, levelWidths } from "./segment-head.ts";

export interface PyramidLevel {
  width: number;
  /** Time of each cell's first row. */
  t: Float64Array;
  /** `[(cell * dims + d) * 3 + {0: min, 1: max, 2: mean}]` of the finite samples, NaN where there is none. */
  values: Float32Array | Float64Array;
}

/** A cell's sums while it grows; `count` are finite samples. */
interface Cells {
  min: Float64Array;
  max: Float64Array;
  sum: Float64Array;
  count: Uint32Array;
}

/** All levels of a numeric topic: the finest from the samples, each coarser one from the one before. */
export function buildPyramid(topic: TopicColumns): PyramidLevel[] {
  const levels: PyramidLevel[] = [];
  let cells: Cells | null = null;
  for (const width of levelWidths(topic.type, topic.dims, topic.t.length)) {
    const count = Math.ceil(topic.t.length / width);
    cells = cells === null ? sumSamples(topic, width, count) : sumCells(cells, topic.dims, count);
    const t = new Float64Array(count);
    for (let cell = 0; cell < count; cell++) t[cell] = topic.t[cell * width] ?? 0;
    const values =
      levelValueBytes(topic.type) === 8
        ? new Float64Array(cells.min.length * 3)
        : new Float32Array(cells.min.length * 3);
    writeCells(cells, values);
    levels.push({ width, t, values });
  }
  return levels;
}

export function emptyCells(length: number): Cells {
  return {
    min: new Float64Array(length).fill(Infinity),
    max: new Float64Array(length).fill(-Infinity),
    sum: new Float64Array(length),
    count: new Uint32Array(length),
  };
}

function sumSamples({ values, dims, t }: TopicColumns, width: number, count: number): Cells {
  const cells = emptyCells(count * dims);
  const rows = t.length;
  for (let cell = 0; cell < count; cell++) {
    const end = Math.min(rows, (cell + 1) * width) * dims;
    const base = cell * dims;
    for (let i = cell * width * dims, d = 0; i < end; i++) {
      addSample(cells, base + d, Number(values[i]));
      if (++d === dims) d = 0;
    }
  }
  return cells;
}

function sumCells(finer: Cells, dims: number, count: number): Cells {
  const cells = emptyCells(count * dims);
  const { min, max, sum, count: counts } = finer;
  for (let i = 0; i < min.length; i++) {
    const cell = Math.floor(i / (dims * LEVEL_FACTOR)) * dims + (i % dims);
    addCell(cells, cell, min[i] ?? NaN, max[i] ?? NaN, sum[i] ?? 0, counts[i] ?? 0);
  }
  return cells;
}

/** Counts a sample in; NaN and infinities leave no trace. */
export function addSample(cells: Cells, i: number, x: number): void {
  if (x - x !== 0) return;
  if (x < (cells.min[i] ?? 0)) cells.min[i] = x;
  if (x > (cells.max[i] ?? 0)) cells.max[i] = x;
  cells.sum[i] = (cells.sum[i] ?? 0) + x;
  cells.count[i] = (cells.count[i] ?? 0) + 1;
}

export function addCell(cells: Cells, i: number, min: number, max: number, sum: number, count: number): void {
  if (count === 0 || !(min <= max)) return;
  if (min < (cells.min[i] ?? 0)) cells.min[i] = min;
  if (max > (cells.max[i] ?? 0)) cells.max[i] = max;
  cells.sum[i] = (cells.sum[i] ?? 0) + sum;
  cells.count[i] = (cells.count[i] ?? 0) + count;
}

export function writeCells({ min, max, sum, count }: Cells, values: Float32Array | Float64Array): void {
  for (let i = 0; i < min.length; i++) {
    const samples = count[i] ?? 0;
    values[i * 3] = samples === 0 ? NaN : (min[i] ?? NaN);
    values[i * 3 + 1] = samples === 0 ? NaN : (max[i] ?? NaN);
    values[i * 3 + 2] = samples === 0 ? NaN : (sum[i] ?? NaN) / samples;
  }
}
