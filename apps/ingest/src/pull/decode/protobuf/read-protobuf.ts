import { Budget } from "../budget.ts";
import { DecodeError } from "../decode-error.ts";
import { PROTO_TYPE, type ProtoField, type ProtoPlan } from "./protobuf-plan.ts";
import { WireReader } from "./wire-reader.ts";

const WIRE_BYTES = 2;

/**
 * One protobuf message as an object whose keys stand in the order of the schema. Fields the schema does not know are stepped over.
 * @throws DecodeError when the bytes do not fit the schema
 */
export function readProtobuf(plan: ProtoPlan, payload: Uint8Array): Record<string, unknown> {
  return readMessage(plan, payload, new Budget(), 1);
}

function readMessage(
  plan: ProtoPlan,
  bytes: Uint8Array,
  budget: Budget,
  depth: number,
): Record<string, unknown> {
  Budget.checkDepth(depth);
  budget.spend();
  const values = new Map<string, unknown>();
  for (const field of plan.values()) values.set(field.name, defaultOf(field));
  const reader = new WireReader(bytes);
  while (!reader.isAtEnd) {
    const tag = reader.varint();
    const wireType = Number(tag & 7n);
    const field = plan.get(Number(tag >> 3n));
    if (field === undefined) {
      reader.skip(wireType);
      continue;
    }
    if (field.type === PROTO_TYPE.message) {
      if (wireType !== WIRE_BYTES || field.plan === null) throw mismatch(field);
      keep(values, field, readMessage(field.plan(), reader.bytes(), budget, depth + 1));
    } else {
      for (const value of readScalars(reader, field, wireType, budget)) keep(values, field, value);
    }
  }
  for (const [name, value] of values) if (value === undefined) values.delete(name);
  return Object.fromEntries(values);
}

function keep(values: Map<string, unknown>, field: ProtoField, value: unknown): void {
  const list = values.get(field.name);
  if (field.repeated && Array.isArray(list)) list.push(value);
  else values.set(field.name, value);
}

function defaultOf({ repeated, hasDefault, type }: ProtoField): unknown {
  if (repeated) return [];
  if (!hasDefault || type === PROTO_TYPE.message) return undefined;
  if (type === PROTO_TYPE.string) return "";
  if (type === PROTO_TYPE.bytes) return new Uint8Array();
  return type === PROTO_TYPE.bool ? false : 0;
}

/** One value, or those of a packed list. */
function* readScalars(
  reader: WireReader,
  field: ProtoField,
  wireType: number,
  budget: Budget,
): Generator<unknown> {
  const isText = field.type === PROTO_TYPE.string || field.type === PROTO_TYPE.bytes;
  const own = isText ? WIRE_BYTES : wireTypeOf(field.type);
  if (wireType === own) {
    budget.spend();
    yield isText ? readBytes(reader, field) : readNumber(reader, field);
    return;
  }
  if (wireType !== WIRE_BYTES || isText || !field.repeated) throw mismatch(field);
  const packed = new WireReader(reader.bytes());
  while (!packed.isAtEnd) {
    budget.spend();
    yield readNumber(packed, field);
  }
}

function wireTypeOf(type: number): number {
  if (type === PROTO_TYPE.double || type === PROTO_TYPE.fixed64 || type === PROTO_TYPE.sfixed64) return 1;
  if (type === PROTO_TYPE.float || type === PROTO_TYPE.fixed32 || type === PROTO_TYPE.sfixed32) return 5;
  return 0;
}

function readBytes(reader: WireReader, field: ProtoField): unknown {
  const bytes = reader.bytes();
  return field.type === PROTO_TYPE.bytes ? bytes : new TextDecoder().decode(bytes);
}

function readNumber(reader: WireReader, field: ProtoField): number | bigint | boolean {
  switch (field.type) {
    case PROTO_TYPE.double:
      return reader.fixed(8).getFloat64(0, true);
    case PROTO_TYPE.float:
      return reader.fixed(4).getFloat32(0, true);
    case PROTO_TYPE.fixed64:
      return reader.fixed(8).getBigUint64(0, true);
    case PROTO_TYPE.sfixed64:
      return reader.fixed(8).getBigInt64(0, true);
    case PROTO_TYPE.fixed32:
      return reader.fixed(4).getUint32(0, true);
    case PROTO_TYPE.sfixed32:
      return reader.fixed(4).getInt32(0, true);
    default:
      return readVarint(reader.varint(), field);
  }
}

function readVarint(value: bigint, field: ProtoField): number | bigint | boolean {
  switch (field.type) {
    case PROTO_TYPE.bool:
      return value !== 0n;
    case PROTO_TYPE.int64:
      return BigInt.asIntN(64, value);
    case PROTO_TYPE.uint64:
      return value;
    case PROTO_TYPE.sint64:
      return (value >> 1n) ^ -(value & 1n);
    case PROTO_TYPE.int32:
    case PROTO_TYPE.enum:
      return Number(BigInt.asIntN(32, value));
    case PROTO_TYPE.uint32:
      return Number(BigInt.asUintN(32, value));
    case PROTO_TYPE.sint32: {
      const zigzag = BigInt.asUintN(32, value);
      return Number((zigzag >> 1n) ^ -(zigzag & 1n));
    }
    default:
      throw mismatch(field);
  }
}

function mismatch(field: ProtoField): DecodeError {
  return new DecodeError(`its field ${field.name.slice(0, 80)} is not of the type its schema says`);
}
