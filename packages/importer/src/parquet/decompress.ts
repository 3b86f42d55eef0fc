import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { compressors, decompressLz4, decompressLz4Raw, decompressZstd } from "hyparquet-compressors";
import { brokenParquet, decoding } from "./broken-parquet.ts";

type Decompress = (input: Uint8Array, size: number) => Uint8Array;

/** Each writes at most `size` bytes: a page that unpacks to more than its header says is damaged or a bomb. */
const DECOMPRESS: Record<string, Decompress | undefined> = {
  UNCOMPRESSED: (input) => input,
  SNAPPY: (input, size) => snappy(input, size),
  GZIP: (input, size) => gunzipSync(input, { maxOutputLength: Math.max(1, size) }),
  BROTLI: (input, size) => brotliDecompressSync(input, { maxOutputLength: Math.max(1, size) }),
  ZSTD: (input, size) => decompressZstd(input, new Uint8Array(size)),
  LZ4: (input, size) => decompressLz4(input, size),
  LZ4_RAW: (input, size) => decompressLz4Raw(input, size),
};

/** @returns exactly `size` bytes @throws AppError `corrupt_data` */
export function decompressPage(input: Uint8Array, size: number, codec: string): Uint8Array {
  const decompress = DECOMPRESS[codec];
  if (decompress === undefined) throw brokenParquet(`is packed with ${codec}, which is not known`);
  if (size === 0) return new Uint8Array(0);
  const output = decoding("page", () => decompress(input, size));
  if (output.length !== size) throw brokenParquet("has a page whose size is not the one it claims");
  return output;
}

function snappy(input: Uint8Array, size: number): Uint8Array {
  const claimed = snappyLength(input);
  if (claimed !== size) throw brokenParquet("has a page whose size is not the one it claims");
  const unpack = compressors.SNAPPY;
  if (unpack === undefined) throw brokenParquet("is packed with SNAPPY, which is not known");
  return unpack(input, size);
}

/** Snappy's preamble: the unpacked length as a varint of at most 32 bits. */
function snappyLength(input: Uint8Array): number {
  let value = 0;
  for (let i = 0; i < 5; i++) {
    const byte = input[i];
    if (byte === undefined) break;
    value += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) return value;
  }
  throw brokenParquet("has a damaged page");
}
