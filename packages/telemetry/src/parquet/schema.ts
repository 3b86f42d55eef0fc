import type { SampleType } from "../types.ts";
import type { ThriftWriter } from "./thrift-writer.ts";

/** Physical types of parquet.thrift. */
export const PHYSICAL = { boolean: 0, int32: 1, int64: 2, float: 4, double: 5, binary: 6 } as const;

const REQUIRED = 0;
const OPTIONAL = 1;
const REPEATED = 2;
const CONVERTED = { utf8: 0, list: 3 } as const;

export interface ColumnSpec {
  name: string;
  physical: number;
  kind: "plain" | "list" | "optional text" | "text";
}

/** Columns that every segment has. */
export const COMMON_COLUMNS = {
  topic: { name: "topic", physical: PHYSICAL.binary, kind: "text" },
  t: { name: "t", physical: PHYSICAL.double, kind: "plain" },
  frame: { name: "frame", physical: PHYSICAL.int32, kind: "plain" },
  off: { name: "off", physical: PHYSICAL.int64, kind: "plain" },
  len: { name: "len", physical: PHYSICAL.int32, kind: "plain" },
} as const satisfies Record<string, ColumnSpec>;

/** Values stay in a column of their own type; a topic leaves those of the other types empty. */
export const VALUE_COLUMNS = {
  float32: { name: "v", physical: PHYSICAL.float, kind: "list" },
  float64: { name: "v64", physical: PHYSICAL.double, kind: "list" },
  int64: { name: "vi", physical: PHYSICAL.int64, kind: "list" },
  bool: { name: "vb", physical: PHYSICAL.boolean, kind: "list" },
  string: { name: "vs", physical: PHYSICAL.binary, kind: "optional text" },
} as const satisfies Record<Exclude<SampleType, "image">, ColumnSpec>;

export function columnPath(column: ColumnSpec): string[] {
  return column.kind === "list" ? [column.name, "list", "element"] : [column.name];
}

/** FileMetaData field 2: the schema tree, depth first. */
export function writeSchema(writer: ThriftWriter, columns: readonly ColumnSpec[]): void {
  const lists = columns.filter((column) => column.kind === "list").length;
  writer.listOfStructs(2, 1 + columns.length + 2 * lists);
  element(writer, { name: "schema", children: columns.length });
  for (const { name, physical, kind } of columns) {
    if (kind === "list") {
      element(writer, { repetition: REQUIRED, name, children: 1, converted: CONVERTED.list });
      element(writer, { repetition: REPEATED, name: "list", children: 1 });
      element(writer, { physical, repetition: REQUIRED, name: "element" });
    } else {
      const converted = kind === "plain" ? {} : { converted: CONVERTED.utf8 };
      element(writer, {
        physical,
        repetition: kind === "optional text" ? OPTIONAL : REQUIRED,
        name,
        ...converted,
      });
    }
  }
}

interface SchemaElement {
  physical?: number;
  repetition?: number;
  name: string;
  children?: number;
  converted?: number;
}

function element(
  writer: ThriftWriter,
  { physical, repetition, name, children, converted }: SchemaElement,
): void {
  writer.structElement();
  if (physical !== undefined) writer.i32(1, physical);
  if (repetition !== undefined) writer.i32(3, repetition);
  writer.text(4, name);
  if (children !== undefined) writer.i32(5, children);
  if (converted !== undefined) writer.i32(6, converted);
  writer.end();
}
