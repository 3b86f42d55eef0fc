import { parse } from "@foxglove/rosmsg";
import { PULL_LIMITS } from "../../pull-limits.ts";
import { Budget } from "../budget.ts";
import { DecodeError } from "../decode-error.ts";

/** Bytes of the primitive types of a `.msg` file. */
export const CDR_SIZES = {
  bool: 1,
  int8: 1,
  uint8: 1,
  int16: 2,
  uint16: 2,
  int32: 4,
  uint32: 4,
  int64: 8,
  uint64: 8,
  float32: 4,
  float64: 8,
  string: 4,
  time: 8,
  duration: 8,
} as const;

export type CdrPrimitive = keyof typeof CDR_SIZES;

export interface CdrField {
  name: string;
  type: CdrPrimitive | CdrPlan;
  /** `null`: one value; a number: so many; `sequence`: as many as the message says. */
  count: number | "sequence" | null;
}
export type CdrPlan = CdrField[];

/** Longer ones are no message definition, and its grammar is slow on them. */
const LINE_LENGTH_MAX = 4_096;

type Definitions = ReturnType<typeof parse>;

/**
 * Turns a `ros2msg` schema (the `.msg` file, then its dependencies behind lines of `=`) into what to read.
 * @throws DecodeError when it cannot be read, contains itself or nests too deep
 */
export function cdrPlan(schema: string): CdrPlan {
  if (schema.split("\n").some((line) => line.length > LINE_LENGTH_MAX)) {
    throw new DecodeError("its schema has a line that is too long");
  }
  const definitions = parseSchema(schema);
  // Constants have no bytes; a definition of nothing else may stand before the message itself.
  const root = definitions.find((one) => one.definitions.some((field) => field.isConstant !== true));
  if (root === undefined) throw new DecodeError("its schema has no fields");
  const byName = new Map(definitions.map((one) => [one.name ?? "", one]));
  const finished = new Map<Definitions[number], CdrPlan>();

  const planOf = (definition: Definitions[number], depth: number): CdrPlan => {
    Budget.checkDepth(depth);
    const known = finished.get(definition);
    if (known !== undefined) return known;
    const fields = definition.definitions.filter((field) => field.isConstant !== true);
    const plan = fields.map((field): CdrField => {
      const inner = field.isComplex === true ? byName.get(field.type) : undefined;
      if (field.isComplex === true && inner === undefined) {
        throw new DecodeError(`its schema does not define ${field.type.slice(0, 80)}`);
      }
      return {
        name: field.name,
        type: inner === undefined ? primitive(field.type) : planOf(inner, depth + 1),
        count: field.isArray === true ? (field.arrayLength ?? "sequence") : null,
      };
    });
    finished.set(definition, plan);
    return plan;
  };
  return planOf(root, 1);
}

function parseSchema(schema: string): Definitions {
  if (schema.length > PULL_LIMITS.schemaBytesMax) throw new DecodeError("its schema is too large");
  try {
    return parse(schema, { ros2: true });
  } catch {
    throw new DecodeError("its schema is no ROS 2 message definition");
  }
}

function primitive(type: string): CdrPrimitive {
  if (Object.hasOwn(CDR_SIZES, type)) return type as CdrPrimitive;
  throw new DecodeError(`it has a field of type ${type.slice(0, 40)}, which is not read`);
}
