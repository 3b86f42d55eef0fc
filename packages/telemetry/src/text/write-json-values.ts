import type { TopicColumns } from "../types.ts";
import type { TextWriter } from "./text-writer.ts";

const OPEN = 91;
const CLOSE = 93;
const COMMA = 44;
const NULL = Buffer.from("null");
const TRUE = Buffer.from("true");
const FALSE = Buffer.from("false");
const TRUE_ROW = Buffer.from("[true]");
const FALSE_ROW = Buffer.from("[false]");

type WriteOne = (writer: TextWriter, i: number) => void;

/** Writes one row's values as a JSON array. What the topic's type decides is decided here, once. */
export function jsonValuesWriter(columns: TopicColumns): (writer: TextWriter, row: number) => void {
  const { dims, values } = columns;
  if (dims === 1 && values instanceof Uint8Array)
    return (writer, row) => writer.bytes(values[row] === 0 ? FALSE_ROW : TRUE_ROW);
  const writeOne = oneWriter(columns);
  if (dims === 1) {
    return (writer, row) => {
      writer.byte(OPEN);
      writeOne(writer, row);
      writer.byte(CLOSE);
    };
  }
  return (writer, row) => {
    const start = row * dims;
    writer.byte(OPEN);
    for (let i = start; i < start + dims; i++) {
      if (i > start) writer.byte(COMMA);
      writeOne(writer, i);
    }
    writer.byte(CLOSE);
  };
}

function oneWriter({ values }: TopicColumns): WriteOne {
  if (values instanceof Float32Array) return (writer, i) => writeFloat32(writer, values[i] ?? NaN);
  if (values instanceof Float64Array) return (writer, i) => writeFloat64(writer, values[i] ?? NaN);
  if (values instanceof Uint8Array) return (writer, i) => writer.bytes(values[i] === 0 ? FALSE : TRUE);
  if (values instanceof BigInt64Array) return (writer, i) => writeInt64(writer, values[i] ?? 0n);
  return (writer, i) => writer.text(JSON.stringify(values[i] ?? ""));
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
