import { brokenParquet } from "./broken-parquet.ts";

/**
 * Decodes Parquet's run-length / bit-packed hybrid into `output`, never past its end: a run may claim 2^31 values
 * in five bytes.
 * Format: https://parquet.apache.org/docs/file-format/data-pages/encodings/#run-length-encoding--bit-packing-hybrid-rle--3
 * @throws AppError `corrupt_data` when the bytes end before `output` is full
 */
export function decodeRleHybrid(bytes: Uint8Array, bitWidth: number, output: Uint8Array | Int32Array): void {
  if (bitWidth === 0) return void output.fill(0);
  if (bitWidth > 32) throw brokenParquet("has a damaged page");
  let offset = 0;
  let seen = 0;
  while (seen < output.length) {
    let header = 0;
    let factor = 1;
    for (;;) {
      const byte = bytes[offset++];
      if (byte === undefined || factor > 2 ** 35) throw brokenParquet("has a page that ends too early");
      header += (byte & 0x7f) * factor;
      if (byte < 0x80) break;
      factor *= 128;
    }
    const packed = header % 2 === 1;
    const size = Math.floor(header / 2);
    if (packed) {
      const count = Math.min(size * 8, output.length - seen);
      unpackBits(bytes, offset, bitWidth, output, seen, count);
      offset += size * bitWidth;
      seen += count;
    } else {
      const end = Math.min(seen + size, output.length);
      output.fill(readRunValue(bytes, offset, bitWidth), seen, end);
      offset += (bitWidth + 7) >> 3;
      seen = end;
    }
  }
}

function readRunValue(bytes: Uint8Array, offset: number, bitWidth: number): number {
  const width = (bitWidth + 7) >> 3;
  let value = 0;
  for (let i = 0; i < width; i++) {
    const byte = bytes[offset + i];
    if (byte === undefined) throw brokenParquet("has a page that ends too early");
    value += byte * 2 ** (8 * i);
  }
  return value;
}

function unpackBits(
  bytes: Uint8Array,
  offset: number,
  bitWidth: number,
  output: Uint8Array | Int32Array,
  start: number,
  count: number,
): void {
  if (offset + Math.ceil((count * bitWidth) / 8) > bytes.length)
    throw brokenParquet("has a page that ends too early");
  const mask = 2 ** bitWidth - 1;
  let data = 0;
  let bits = 0;
  let position = offset;
  for (let i = 0; i < count; i++) {
    // Plain arithmetic above 24 bits of width, where shifts would lose the top ones.
    while (bits < bitWidth) {
      data += (bytes[position++] ?? 0) * 2 ** bits;
      bits += 8;
    }
    output[start + i] = bitWidth === 32 ? data % 2 ** 32 : data % (mask + 1);
    data = Math.floor(data / 2 ** bitWidth);
    bits -= bitWidth;
  }
}

/** Bits that hold every number up to `max`. */
export function bitWidthOf(max: number): number {
  return 32 - Math.clz32(max);
}
