import type { SampleType } from "../types.ts";

/**
 * The JSON head of a segment: what our reader needs to pread any rows without touching Parquet's own metadata.
 * It stands at byte 8 (after `PAR1` and its length as u32). All positions are bytes from {@link dataStart}, so that
 * the head's own length does not change them.
 */
export interface SegmentHead {
  version: 1;
  topics: HeadTopic[];
}

export interface HeadTopic {
  name: string;
  type: SampleType;
  shape: number[];
  dims: number;
  rows: number;
  /** Time of the first and the last row; 0 when there are no rows. */
  first: number;
  last: number;
  /** Float64 times of the rows 0, 1024, 2048, …; null for topics of at most 1,024 rows. */
  marks: number | null;
  levels: HeadLevel[];
  groups: HeadGroup[];
}

/** One level of the pyramid: per cell of `width` rows the time of its first row, and min, max, mean of each dimension. */
export interface HeadLevel {
  width: number;
  cells: number;
  t: number;
  values: number;
}

/** One row group. */
export interface HeadGroup {
  rows: number;
  first: number;
  last: number;
  t: number;
  frame: number;
  /** Span of the values; one entry for a constant string. */
  values: [from: number, to: number];
  /** Strings that all are the same are stored once. */
  constant?: true;
  /** Strings: where the rows 0, 1024, 2048, … of the group begin, from `values[0]`. */
  stringMarks?: number[];
  /** Pictures in a blob. */
  blob?: { offset: number; length: number };
}

export const MAGIC = "PAR1";
export const HEAD_AT = 8;
export const MARK_ROWS = 1024;
/** Width of the finest level; each further one is 16 times coarser (64, 1,024, 16,384, …). */
export const LEVEL_WIDTH = 64;
export const LEVEL_FACTOR = 16;
/** A level is worth its bytes when it has at least this many cells. */
const LEVEL_CELLS_MIN = 8;

export function align8(position: number): number {
  return Math.ceil(position / 8) * 8;
}

/** Where positions count from, for a head of `headBytes` bytes. */
export function dataStart(headBytes: number): number {
  return align8(HEAD_AT + headBytes);
}

/** Strings and pictures have no pyramid. Float64 where float32 would squeeze. */
export function levelValueBytes(type: SampleType): 0 | 4 | 8 {
  if (type === "float32" || type === "bool") return 4;
  return type === "float64" || type === "int64" ? 8 : 0;
}

export function levelWidths(type: SampleType, dims: number, rows: number): number[] {
  const widths: number[] = [];
  if (dims === 0 || levelValueBytes(type) === 0) return widths;
  for (let width = LEVEL_WIDTH; rows >= width * LEVEL_CELLS_MIN; width *= LEVEL_FACTOR) widths.push(width);
  return widths;
}
