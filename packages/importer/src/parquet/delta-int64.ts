import { brokenParquet } from "./broken-parquet.ts";

/**
 * DELTA_BINARY_PACKED 64-bit integers. Own code because a library that reads varints without a limit can be kept
 * busy for hours by a page of 0x80 bytes.
 * Format: https://parquet.apache.org/docs/file-format/data-pages/encodings/#delta-encoding-delta_binary_packed--5
 */
export function decodeDeltaInt64(bytes: Uint8Array, count: number): BigInt64Array {
  const output = new BigInt64Array(count);
  const at = { bytes, offset: 0 };
  const blockSize = Number(varint(at));
  const miniblocks = Number(varint(at));
  varint(at);
  let value = zigZag(at);
  if (count === 0) return output;
  if (
    miniblocks < 1 ||
    miniblocks > 1_024 ||
    blockSize < 1 ||
    blockSize > 1 << 20 ||
    blockSize % miniblocks !== 0
  ) {
    throw brokenParquet("has a damaged page");
  }
  const perMiniblock = blockSize / miniblocks;
  output[0] = value;
  let done = 1;
  while (done < count) {
    const minDelta = zigZag(at);
    const widths = take(at, miniblocks);
    for (const width of widths) {
      if (done >= count) break;
      if (width > 64) throw brokenParquet("has a damaged page");
      const packed = take(at, (perMiniblock * width) / 8);
      const last = Math.min(perMiniblock, count - done);
      for (let i = 0; i < last; i++) {
        value = BigInt.asIntN(64, value + minDelta + bitsAt(packed, i * width, width));
        output[done++] = value;
      }
    }
  }
  return output;
}

interface Reading {
  bytes: Uint8Array;
  offset: number;
}

function take(at: Reading, length: number): Uint8Array {
  const part = at.bytes.subarray(at.offset, at.offset + length);
  if (part.length !== length) throw brokenParquet("has a page that ends too early");
  at.offset += length;
  return part;
}

function varint(at: Reading): bigint {
  let value = 0n;
  for (let i = 0; i < 10; i++) {
    const byte = take(at, 1)[0] ?? 0;
    value |= BigInt(byte & 0x7f) << BigInt(7 * i);
    if (byte < 0x80) return value;
  }
  throw brokenParquet("has a damaged page");
}

function zigZag(at: Reading): bigint {
  const value = varint(at);
  return BigInt.asIntN(64, (value >> 1n) ^ -(value & 1n));
}

function bitsAt(bytes: Uint8Array, bit: number, width: number): bigint {
  let value = 0n;
  const first = bit >> 3;
  const last = (bit + width + 7) >> 3;
  for (let i = last - 1; i >= first; i--) value = (value << 8n) | BigInt(bytes[i] ?? 0);
  return (value >> BigInt(bit & 7)) & ((1n << BigInt(width)) - 1n);
}
