import { isRecord } from "@retake/protocol/json";
import { DecodeError } from "../decode-error.ts";
import { PROTO_TYPE, type ProtoField, type ProtoPlan } from "./protobuf-plan.ts";
import { readProtobuf } from "./read-protobuf.ts";

const REPEATED = 3;

/** Of `google/protobuf/descriptor.proto`, the fields that are needed; the schema is itself a protobuf message. */
const FIELD = planOf([
  [1, "name", PROTO_TYPE.string],
  [3, "number", PROTO_TYPE.int32],
  [4, "label", PROTO_TYPE.enum],
  [5, "type", PROTO_TYPE.enum],
  [6, "typeName", PROTO_TYPE.string],
  [9, "oneofIndex", PROTO_TYPE.int32, { present: true }],
]);
const MESSAGE: Map<number, ProtoField> = planOf([
  [1, "name", PROTO_TYPE.string],
  [2, "field", PROTO_TYPE.message, { of: () => FIELD }],
  [3, "nestedType", PROTO_TYPE.message, { of: () => MESSAGE }],
]);
const FILE = planOf([
  [2, "package", PROTO_TYPE.string],
  [4, "messageType", PROTO_TYPE.message, { of: () => MESSAGE }],
  [12, "syntax", PROTO_TYPE.string],
]);
const FILE_SET = planOf([[1, "file", PROTO_TYPE.message, { of: () => FILE }]]);

interface Definition {
  proto: Record<string, unknown>;
  isProto3: boolean;
}

/**
 * What to read of messages called `name`, by a FileDescriptorSet.
 * @throws DecodeError when the schema cannot be read or does not define all that it names
 */
export function readProtobufSchema(schema: Uint8Array, name: string): ProtoPlan {
  const definitions = readDefinitions(schema);
  const plans = new Map<string, ProtoPlan>();
  const planOf = (full: string): ProtoPlan => {
    const known = plans.get(full);
    if (known !== undefined) return known;
    const definition = definitions.get(full);
    if (definition === undefined) throw undefinedType(full);
    const plan = new Map<number, ProtoField>();
    // Known before its fields are, since it may contain itself.
    plans.set(full, plan);
    for (const proto of records(definition.proto["field"])) {
      const isMessage = Number(proto["type"]) === PROTO_TYPE.message;
      const inner = isMessage ? planOf(resolve(definitions, full, text(proto["typeName"]))) : null;
      plan.set(Number(proto["number"]), fieldOf(proto, definition.isProto3, inner));
    }
    return plan;
  };
  return planOf(`.${name}`);
}

function readDefinitions(schema: Uint8Array): Map<string, Definition> {
  const definitions = new Map<string, Definition>();
  const collect = (list: unknown, prefix: string, isProto3: boolean): void => {
    for (const proto of records(list)) {
      const full = `${prefix}.${text(proto["name"])}`;
      definitions.set(full, { proto, isProto3 });
      collect(proto["nestedType"], full, isProto3);
    }
  };
  for (const file of records(readFileSet(schema)["file"])) {
    const within = text(file["package"]);
    collect(file["messageType"], within === "" ? "" : `.${within}`, text(file["syntax"]) === "proto3");
  }
  return definitions;
}

function readFileSet(schema: Uint8Array): Record<string, unknown> {
  try {
    return readProtobuf(FILE_SET, schema);
  } catch {
    throw new DecodeError("its schema is no FileDescriptorSet, or too large");
  }
}

/** A name that begins with a dot is whole; others are looked for in the message itself, then ever further out. */
function resolve(definitions: ReadonlyMap<string, Definition>, scope: string, name: string): string {
  if (name.startsWith(".")) return name;
  for (let within = scope; ; within = within.slice(0, within.lastIndexOf("."))) {
    if (definitions.has(`${within}.${name}`)) return `${within}.${name}`;
    if (within === "") throw undefinedType(`.${name}`);
  }
}

function undefinedType(full: string): DecodeError {
  return new DecodeError(`its schema does not define ${full.slice(1, 80)}`);
}

function fieldOf(proto: Record<string, unknown>, isProto3: boolean, inner: ProtoPlan | null): ProtoField {
  const repeated = proto["label"] === REPEATED;
  return {
    name: text(proto["name"]),
    type: Number(proto["type"]),
    repeated,
    hasDefault: isProto3 && !repeated && proto["oneofIndex"] === undefined,
    plan: inner === null ? null : () => inner,
  };
}

type Row = [number: number, name: string, type: number, more?: { of?: () => ProtoPlan; present?: true }];

function planOf(rows: Row[]): Map<number, ProtoField> {
  return new Map(
    rows.map(([number, name, type, { of, present } = {}]) => [
      number,
      { name, type, repeated: of !== undefined, hasDefault: present !== true, plan: of ?? null },
    ]),
  );
}

function records(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
