import { CdrReader } from "@foxglove/cdr";
import { Budget } from "../budget.ts";
import { DecodeError } from "../decode-error.ts";
import { CDR_SIZES, type CdrField, type CdrPlan, type CdrPrimitive } from "./cdr-plan.ts";

/**
 * One CDR message (OMG DDS-XTypes 1.3, plain CDR as ROS 2 writes it) as an object. Lists of numbers are typed arrays.
 * @throws DecodeError when the bytes do not fit the schema
 */
export function readCdr(plan: CdrPlan, payload: Uint8Array): Record<string, unknown> {
  // A buffer of its own (a slice of a Buffer is none): CdrReader makes views that may reach beyond the bytes it was given.
  const bytes = new Uint8Array(payload);
  try {
    const reader = new CdrReader(bytes);
    if (reader.usesDelimiterHeader || reader.usesMemberHeader) {
      throw new DecodeError("it is written in a form of CDR that is not read");
    }
    return readFields({ reader, size: bytes.byteLength, budget: new Budget() }, plan, 1);
  } catch (thrown) {
    if (thrown instanceof DecodeError) throw thrown;
    throw new DecodeError("a message is shorter than its schema says");
  }
}

interface Reading {
  reader: CdrReader;
  size: number;
  budget: Budget;
}

function readFields(reading: Reading, plan: CdrPlan, depth: number): Record<string, unknown> {
  Budget.checkDepth(depth);
  reading.budget.spend();
  const values: [string, unknown][] = plan.map((field) => [field.name, readField(reading, field, depth)]);
  // A message without fields has one byte (ROS 2 design, "Mapping to IDL").
  if (plan.length === 0) reading.reader.uint8();
  return Object.fromEntries(values);
}

function readField(reading: Reading, { type, count }: CdrField, depth: number): unknown {
  const { reader } = reading;
  if (count === null) {
    return typeof type === "string" ? readOne(reading, type) : readFields(reading, type, depth + 1);
  }
  const length = count === "sequence" ? reader.sequenceLength() : count;
  const bytesEach = typeof type === "string" ? CDR_SIZES[type] : 1;
  if (length * bytesEach > reading.size - reader.offset) {
    throw new DecodeError("a message is shorter than its schema says");
  }
  if (typeof type !== "string") {
    return Array.from({ length }, () => readFields(reading, type, depth + 1));
  }
  return readMany(reading, type, length);
}

function readMany(reading: Reading, type: CdrPrimitive, length: number): unknown {
  const { reader } = reading;
  switch (type) {
    case "int8":
      return reader.int8Array(length);
    case "uint8":
      return reader.uint8Array(length);
    case "int16":
      return reader.int16Array(length);
    case "uint16":
      return reader.uint16Array(length);
    case "int32":
      return reader.int32Array(length);
    case "uint32":
      return reader.uint32Array(length);
    case "int64":
      return reader.int64Array(length);
    case "uint64":
      return reader.uint64Array(length);
    case "float32":
      return reader.float32Array(length);
    case "float64":
      return reader.float64Array(length);
    case "bool":
      return reader.uint8Array(length).map((byte) => (byte === 0 ? 0 : 1));
    default:
      return Array.from({ length }, () => readOne(reading, type));
  }
}

function readOne(reading: Reading, type: CdrPrimitive): unknown {
  const { reader } = reading;
  reading.budget.spend();
  switch (type) {
    case "bool":
      return reader.uint8() !== 0;
    case "time":
    case "duration":
      return { sec: reader.int32(), nanosec: reader.uint32() };
    default:
      return reader[type]();
  }
}
