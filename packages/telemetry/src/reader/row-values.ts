import { AppError } from "@retake/core/errors";
import { MARK_ROWS, type HeadGroup, type HeadTopic } from "../segment/segment-head.ts";
import type { SampleValues } from "../types.ts";
import type { BytePlace, Span } from "./read-blocks.ts";

/** Rows `[start, end)` inside one row group. */
export interface GroupRows {
  group: HeadGroup;
  start: number;
  end: number;
}

const BYTES = { float32: 4, float64: 8, int64: 8 } as const;

/** Where the values of some rows of a group lie. Of strings, from the mark before the first to the mark after the last. */
export function valueSpan({ type, dims }: HeadTopic, { group, start, end }: GroupRows): Span {
  const [from, to] = group.values;
  if (type === "image") return { from, to: from };
  if (type === "bool")
    return { from: from + Math.floor((start * dims) / 8), to: from + Math.ceil((end * dims) / 8) };
  if (type === "string") {
    const marks = group.stringMarks;
    if (marks === undefined) return { from, to };
    const first = marks[Math.floor(start / MARK_ROWS)] ?? 0;
    const last = marks[Math.ceil(end / MARK_ROWS)];
    return { from: from + first, to: last === undefined ? to : from + last };
  }
  const rowBytes = dims * BYTES[type];
  return { from: from + start * rowBytes, to: from + end * rowBytes };
}

/** The values in the bytes of {@link valueSpan}. Numbers are views on the bytes, booleans and strings are decoded. */
export function decodeValues({ type, dims }: HeadTopic, rows: GroupRows, bytes: BytePlace): SampleValues {
  const count = (rows.end - rows.start) * dims;
  switch (type) {
    case "float32":
      return new Float32Array(bytes.buffer, bytes.byteOffset, count);
    case "float64":
      return new Float64Array(bytes.buffer, bytes.byteOffset, count);
    case "int64":
      return new BigInt64Array(bytes.buffer, bytes.byteOffset, count);
    case "bool":
      return unpackBits(bytes, (rows.start * dims) % 8, count);
    case "string":
      return decodeStrings(rows, bytes);
    case "image":
      return new Float32Array(0);
  }
}

function unpackBits(place: BytePlace, firstBit: number, count: number): Uint8Array {
  const bytes = new Uint8Array(place.buffer, place.byteOffset, place.byteLength);
  const values = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const bit = firstBit + i;
    values[i] = ((bytes[bit >> 3] ?? 0) >> (bit & 7)) & 1;
  }
  return values;
}

function decodeStrings({ group, start, end }: GroupRows, bytes: BytePlace): string[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const next = (keep: boolean): string => {
    const length = at + 4 <= buffer.byteLength ? buffer.readUInt32LE(at) : Infinity;
    const from = at + 4;
    at = from + length;
    if (at > buffer.byteLength) throw new AppError("corrupt_data", "A stored text ends before it should.");
    return keep ? buffer.toString("utf8", from, at) : "";
  };
  if (group.constant === true) {
    const text = next(true);
    return Array.from({ length: end - start }, () => text);
  }
  for (let row = start - (start % MARK_ROWS); row < start; row++) next(false);
  return Array.from({ length: end - start }, () => next(true));
}
