import { isRecord } from "@retake/protocol/json";
import { PULL_LIMITS } from "../pull-limits.ts";

/** The fields of an object in the order of its JSON schema; `number`: one that is always a number, also when it is left out. */
export type FieldOrder = ReadonlyMap<string, FieldOrder | "number" | "other">;

const EMPTY: FieldOrder = new Map();

/** The order that a JSON schema gives; empty when there is none, or none that can be read. */
export function fieldOrder(schema: unknown, depth = 1): FieldOrder {
  if (!isRecord(schema) || !isRecord(schema["properties"]) || depth > PULL_LIMITS.nestingMax) return EMPTY;
  const properties = Object.entries(schema["properties"]).slice(0, PULL_LIMITS.namedValuesMax);
  return new Map(
    properties.map(([name, property]): [string, FieldOrder | "number" | "other"] => {
      const type = isRecord(property) ? property["type"] : undefined;
      if (type === "object") return [name, fieldOrder(property, depth + 1)];
      return [name, ["number", "integer", "boolean"].includes(String(type)) ? "number" : "other"];
    }),
  );
}
