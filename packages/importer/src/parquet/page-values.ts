import { byteStreamSplit } from "hyparquet/src/encoding.js";
import { deltaBinaryUnpack, deltaByteArray, deltaLengthByteArray } from "hyparquet/src/delta.js";
import { readPlain } from "hyparquet/src/plain.js";
import { brokenParquet } from "./broken-parquet.ts";
import { decodeDeltaInt64 } from "./delta-int64.ts";
import { decodeRleHybrid } from "./rle-hybrid.ts";

/** Values as they are stored: numbers in typed arrays, booleans as 0 and 1, byte strings as views. */
export type PhysicalValues =
  | Float32Array
  | Float64Array
  | Int32Array
  | BigInt64Array
  | Uint8Array
  | Uint8Array[];

export type PhysicalType =
  | "BOOLEAN"
  | "INT32"
  | "INT64"
  | "FLOAT"
  | "DOUBLE"
  | "BYTE_ARRAY"
  | "FIXED_LEN_BYTE_ARRAY";

const PHYSICAL_TYPES = new Set([
  "BOOLEAN",
  "INT32",
  "INT64",
  "FLOAT",
  "DOUBLE",
  "BYTE_ARRAY",
  "FIXED_LEN_BYTE_ARRAY",
]);

export function isPhysicalType(type: string | undefined): type is PhysicalType {
  return type !== undefined && PHYSICAL_TYPES.has(type);
}

/** Values `[start, end)`; those of typed arrays share their memory. */
export function sliceValues(values: PhysicalValues, start: number, end: number): PhysicalValues {
  return Array.isArray(values) ? values.slice(start, end) : values.subarray(start, end);
}

/** The fewest bytes `count` plain values can take: what a page must have before room is made for them. */
function plainBytesMin(type: PhysicalType, count: number, width: number): number {
  if (type === "BOOLEAN") return Math.ceil(count / 8);
  if (type === "INT32" || type === "FLOAT" || type === "BYTE_ARRAY") return count * 4;
  return type === "FIXED_LEN_BYTE_ARRAY" ? count * width : count * 8;
}

/** Plain values, also those of a dictionary page. */
export function decodePlain(
  bytes: Uint8Array,
  type: PhysicalType,
  count: number,
  width: number,
): PhysicalValues {
  if (plainBytesMin(type, count, width) > bytes.length) throw brokenParquet("has a page that ends too early");
  if (type === "BOOLEAN") {
    const values = new Uint8Array(count);
    for (let i = 0; i < count; i++) values[i] = ((bytes[i >> 3] ?? 0) >> (i & 7)) & 1;
    return values;
  }
  if (count === 0) return type === "BYTE_ARRAY" || type === "FIXED_LEN_BYTE_ARRAY" ? [] : new Float64Array(0);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return readPlain({ view, offset: 0 }, type, count, width) as PhysicalValues;
}

/** @param bytes the page after its levels @throws AppError `corrupt_data`, or what a decoder throws on damage */
export function decodeValues(
  bytes: Uint8Array,
  encoding: string,
  type: PhysicalType,
  count: number,
  width: number,
  dictionary: PhysicalValues | null,
): PhysicalValues {
  if (encoding === "PLAIN") return decodePlain(bytes, type, count, width);
  if (encoding === "PLAIN_DICTIONARY" || encoding === "RLE_DICTIONARY")
    return lookUp(bytes, count, dictionary);
  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
  if (encoding === "RLE" && type === "BOOLEAN") {
    const values = new Uint8Array(count);
    const length = count === 0 ? 0 : reader.view.getUint32(0, true);
    decodeRleHybrid(bytes.subarray(4, 4 + length), 1, values);
    return values;
  }
  if (encoding === "DELTA_BINARY_PACKED" && type === "INT64") return decodeDeltaInt64(bytes, count);
  if (encoding === "DELTA_BINARY_PACKED" && type === "INT32") {
    const values = new Int32Array(count);
    deltaBinaryUnpack(reader, count, values);
    return values;
  }
  if (encoding === "BYTE_STREAM_SPLIT") {
    if (plainBytesMin(type, count, width) > bytes.length)
      throw brokenParquet("has a page that ends too early");
    return byteStreamSplit(reader, count, type, width) as PhysicalValues;
  }
  const strings: Uint8Array[] = [];
  if (encoding === "DELTA_LENGTH_BYTE_ARRAY") deltaLengthByteArray(reader, count, strings);
  else if (encoding === "DELTA_BYTE_ARRAY") deltaByteArray(reader, count, strings);
  else throw brokenParquet(`uses the encoding ${encoding}, which is not known`);
  return strings;
}

function lookUp(bytes: Uint8Array, count: number, dictionary: PhysicalValues | null): PhysicalValues {
  if (dictionary === null) throw brokenParquet("lacks a dictionary page");
  const indices = new Int32Array(count);
  if (count > 0) {
    const bitWidth = bytes[0];
    if (bitWidth === undefined) throw brokenParquet("has a page that ends too early");
    decodeRleHybrid(bytes.subarray(1), bitWidth, indices);
  }
  for (let i = 0; i < count; i++) {
    const index = indices[i] as number;
    if (index < 0 || index >= dictionary.length) throw brokenParquet("has a damaged page");
  }
  if (Array.isArray(dictionary)) return Array.from(indices, (index) => dictionary[index] as Uint8Array);
  if (dictionary instanceof BigInt64Array) {
    const values = new BigInt64Array(count);
    for (let i = 0; i < count; i++) values[i] = dictionary[indices[i] as number] as bigint;
    return values;
  }
  const values = new (dictionary.constructor as new (length: number) => Float64Array)(count);
  for (let i = 0; i < count; i++) values[i] = dictionary[indices[i] as number] as number;
  return values;
}
