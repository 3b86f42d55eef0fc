import type { SampleValues, TopicColumns } from "../types.ts";
import { MARK_ROWS } from "./segment-head.ts";

/** PLAIN bytes of rows `[start, end)` of a topic's values, as Parquet stores them. Numbers are not copied. */
export interface PlainValues {
  bytes: number;
  encode: () => Uint8Array;
  /** Strings: where every 1,024th row begins. */
  marks?: number[];
}

export function plainValues(topic: TopicColumns, start: number, end: number): PlainValues {
  const { dims, values } = topic;
  if (Array.isArray(values)) return plainStrings(values, start, end);
  const from = start * dims;
  const to = end * dims;
  if (values instanceof Uint8Array)
    return { bytes: Math.ceil((to - from) / 8), encode: () => packBits(values, from, to) };
  return { bytes: (to - from) * values.BYTES_PER_ELEMENT, encode: () => bytesOf(values.subarray(from, to)) };
}

export function bytesOf(array: Exclude<SampleValues, string[]> | Int32Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

/** One string as PLAIN stores it: its length in bytes as u32, then UTF-8. */
export function plainString(text: string): Uint8Array {
  return plainStrings([text], 0, 1).encode();
}

function plainStrings(texts: readonly string[], start: number, end: number): PlainValues {
  const marks: number[] = [];
  let bytes = 0;
  for (let row = start; row < end; row++) {
    if ((row - start) % MARK_ROWS === 0) marks.push(bytes);
    bytes += 4 + Buffer.byteLength(texts[row] ?? "");
  }
  const encode = (): Uint8Array => {
    const buffer = Buffer.allocUnsafeSlow(bytes);
    let at = 0;
    for (let row = start; row < end; row++) {
      const length = buffer.write(texts[row] ?? "", at + 4);
      buffer.writeUInt32LE(length, at);
      at += 4 + length;
    }
    return buffer;
  };
  return { bytes, encode, marks };
}

/** PLAIN booleans: one bit each, least significant first. */
function packBits(values: Uint8Array, from: number, to: number): Uint8Array {
  const bytes = new Uint8Array(Math.ceil((to - from) / 8));
  for (let i = from; i < to; i++) {
    if (values[i] !== 0) bytes[(i - from) >> 3] = (bytes[(i - from) >> 3] ?? 0) | (1 << ((i - from) & 7));
  }
  return bytes;
}
