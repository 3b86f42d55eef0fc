import { crc32 } from "node:zlib";
import { runOf } from "./levels.ts";
import { ThriftWriter } from "./thrift-writer.ts";

/** Numbers of parquet.thrift. */
export const ENCODING = { plain: 0, rle: 3, dictionary: 8 } as const;

/** No header written here is longer, whatever its numbers: 8 fields of at most 6 bytes. */
export const PAGE_HEADER_BYTES_MAX = 48;

/** Header of a data page v1 whose bytes are `parts`, one after the other. */
export function dataPageHeader(values: number, encoding: number, parts: readonly Uint8Array[]): Uint8Array {
  const writer = new ThriftWriter();
  start(writer, 0, parts);
  writer.struct(5);
  writer.i32(1, values);
  writer.i32(2, encoding);
  writer.i32(3, ENCODING.rle);
  writer.i32(4, ENCODING.rle);
  writer.end();
  writer.end();
  return writer.finish();
}

/** A whole column chunk that says the same value in every row: a dictionary of one entry, and one run of index 0. */
export function constantPages(
  value: Uint8Array,
  rows: number,
  levels: Uint8Array,
): { dictionary: Uint8Array; data: Uint8Array } {
  const writer = new ThriftWriter();
  start(writer, 2, [value]);
  writer.struct(7);
  writer.i32(1, 1);
  writer.i32(2, ENCODING.plain);
  writer.end();
  writer.end();
  // One byte says the bit width of the indices; a width of 0 is legal but some readers stumble over it.
  const body = Buffer.concat([levels, Uint8Array.of(1), runOf(rows, 0)]);
  return {
    dictionary: Buffer.concat([writer.finish(), value]),
    data: Buffer.concat([dataPageHeader(rows, ENCODING.dictionary, [body]), body]),
  };
}

function start(writer: ThriftWriter, pageType: number, parts: readonly Uint8Array[]): void {
  const bytes = parts.reduce((sum, part) => sum + part.byteLength, 0);
  const checksum = parts.reduce((crc, part) => crc32(part, crc), 0);
  writer.i32(1, pageType);
  writer.i32(2, bytes);
  writer.i32(3, bytes);
  writer.i32(4, checksum | 0);
}
