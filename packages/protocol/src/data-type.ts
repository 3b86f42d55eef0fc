import type { DataType, NumericType } from "./messages.ts";

/** Other spellings robots use, each to the type that holds all of its values exactly. */
const SPELLINGS = new Map<string, DataType>([
  ["float16", "float32[]"],
  ["float32", "float32[]"],
  ["float64", "float64[]"],
  ["int8", "int64[]"],
  ["int16", "int64[]"],
  ["int32", "int64[]"],
  ["int64", "int64[]"],
  ["uint8", "int64[]"],
  ["uint16", "int64[]"],
  ["uint32", "int64[]"],
  ["bool", "bool[]"],
  ["string", "string"],
  ["image", "image"],
  ["jpeg", "image"],
]);

/** @returns null when no type of that name is known */
export function parseDataType(text: string): DataType | null {
  return SPELLINGS.get(text.endsWith("[]") ? text.slice(0, -2) : text) ?? null;
}

export function isNumericType(type: DataType): type is NumericType {
  return type !== "string" && type !== "image";
}

/** Values of one message of this shape; 1 for a scalar. */
export function dimsOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
