import { ThriftWriter } from "./thrift-writer.ts";

/**
 * Repetition and definition levels of Parquet's data page v1: the RLE / bit-packed hybrid of bit width 1
 * (parquet-format/Encodings.md), each preceded by its length as u32.
 */

/** `count` times the same level. */
export function runOf(count: number, level: 0 | 1): Uint8Array {
  const writer = new ThriftWriter();
  writer.varint(count * 2);
  const run = writer.finish();
  const bytes = new Uint8Array(run.byteLength + 1);
  bytes.set(run);
  bytes[run.byteLength] = level;
  return bytes;
}

/** 0 for the first value of each row, 1 for the others: bit-packed, least significant bit first. */
function rowStarts(rows: number, dims: number): Uint8Array {
  const groups = Math.ceil((rows * dims) / 8);
  const writer = new ThriftWriter();
  writer.varint(groups * 2 + 1);
  const header = writer.finish();
  const bytes = new Uint8Array(header.byteLength + groups).fill(0xff);
  bytes.set(header);
  for (let row = 0; row < rows; row++) {
    const bit = row * dims;
    const at = header.byteLength + Math.floor(bit / 8);
    bytes[at] = (bytes[at] ?? 0) & ~(1 << (bit & 7));
  }
  return bytes;
}

/** Levels of a REQUIRED list of REQUIRED elements, `dims` in every row. */
export function listLevels(rows: number, dims: number): Uint8Array {
  if (dims === 0) return Buffer.concat([sized(runOf(rows, 0)), sized(runOf(rows, 0))]);
  const repetition = dims === 1 ? runOf(rows, 0) : rowStarts(rows, dims);
  return Buffer.concat([sized(repetition), sized(runOf(rows * dims, 1))]);
}

/** Levels of an OPTIONAL column that is set, or null, in all rows. */
export function optionalLevels(rows: number, set: boolean): Uint8Array {
  return sized(runOf(rows, set ? 1 : 0));
}

function sized(levels: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(4 + levels.byteLength);
  new DataView(bytes.buffer).setUint32(0, levels.byteLength, true);
  bytes.set(levels, 4);
  return bytes;
}
