import type { TopicColumns } from "../types.ts";
import { PUT_BYTES_MAX, putByte, putFloat64, putInteger } from "./put-number.ts";

const OPEN = 91;
const CLOSE = 93;
const COMMA = 44;
/** UTF-8 of one UTF-16 unit as JSON has it, `\u0000`. */
const ESCAPED_BYTES_MAX = 6;

/** Room that {@link putJsonValues} needs. */
export function jsonValuesBytesMax({ dims, values }: TopicColumns, row: number): number {
  const bytes = PUT_BYTES_MAX + dims * (PUT_BYTES_MAX + 1);
  if (!Array.isArray(values)) return bytes;
  let units = 0;
  for (let i = row * dims; i < (row + 1) * dims; i++) units += values[i]?.length ?? 0;
  return bytes + ESCAPED_BYTES_MAX * units;
}

/**
 * Writes one row of float64, int64 or strings as a JSON array.
 * @returns where it ends
 */
export function putJsonValues(out: Buffer, at: number, { dims, values }: TopicColumns, row: number): number {
  const first = row * dims;
  const end = first + dims;
  let to = putByte(out, at, OPEN);
  for (let i = first; i < end; i++) {
    if (i > first) to = putByte(out, to, COMMA);
    if (values instanceof Float64Array) to = putFloat64(out, to, values, i);
    else if (values instanceof BigInt64Array) to = putInt64(out, to, values[i] ?? 0n);
    else to += out.write(JSON.stringify(values[i] ?? ""), to);
  }
  return putByte(out, to, CLOSE);
}

/** JSON numbers are doubles to most readers: what a double cannot hold is a string. */
function putInt64(out: Buffer, at: number, x: bigint): number {
  const number = Number(x);
  return Number.isSafeInteger(number) ? putInteger(out, at, number) : at + out.write(`"${x}"`, at, "latin1");
}
