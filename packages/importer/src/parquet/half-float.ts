import { parseFloat16 } from "hyparquet/src/convert.js";
import type { Leaf } from "./leaf.ts";

/** IEEE 754 half precision: two bytes that only the logical type calls a number. */
export function isHalfFloat(leaf: Leaf): boolean {
  const { type, width } = leaf;
  const logical = leaf.schemaPath.at(-1)?.element.logical_type;
  return type === "FIXED_LEN_BYTE_ARRAY" && width === 2 && logical?.type === "FLOAT16";
}

/** The same numbers in single precision, which holds each of them exactly. */
export function halfFloats(values: readonly Uint8Array[]): Float32Array {
  return Float32Array.from(values, (bytes) => parseFloat16(bytes) ?? NaN);
}
