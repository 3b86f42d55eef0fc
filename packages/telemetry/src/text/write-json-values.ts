import type { TopicColumns } from "../types.ts";
import type { TextWriter } from "./text-writer.ts";

const OPEN = 91;
const CLOSE = 93;
const COMMA = 44;
const NULL = Buffer.from("null");
const TRUE = Buffer.from("true");
const FALSE = Buffer.from("false");

/** One row's values as a JSON array. */
export function writeJsonValues(writer: TextWriter, { values, dims }: TopicColumns, row: number): void {
  const end = (row + 1) * dims;
  writer.byte(OPEN);
  for (let i = row * dims; i < end; i++) {
    if (i > row * dims) writer.byte(COMMA);
    if (values instanceof Float32Array) writeFloat32(writer, values[i] ?? NaN);
    else if (values instanceof Float64Array) writeFloat64(writer, values[i] ?? NaN);
    else if (values instanceof Uint8Array) writer.bytes(values[i] === 0 ? FALSE : TRUE);
    else if (values instanceof BigInt64Array) writeInt64(writer, values[i] ?? 0n);
    else writer.text(JSON.stringify(values[i] ?? ""));
  }
  writer.byte(CLOSE);
}

function writeFloat32(writer: TextWriter, x: number): void {
  if (Number.isFinite(x)) writer.float32(x);
  else writer.bytes(NULL);
}

function writeFloat64(writer: TextWriter, x: number): void {
  if (Number.isFinite(x)) writer.float64(x);
  else writer.bytes(NULL);
}

/** JSON numbers are doubles to most readers: what a double cannot hold is a string. */
function writeInt64(writer: TextWriter, x: bigint): void {
  const number = Number(x);
  if (Number.isSafeInteger(number)) writer.integer(number);
  else writer.text(`"${x}"`);
}
