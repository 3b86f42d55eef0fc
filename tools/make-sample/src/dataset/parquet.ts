import type { SchemaElement } from "hyparquet";
import { parquetWriteBuffer } from "hyparquet-writer";

/** One column of a Parquet table. `depth` counts the lists around each element: 0 scalar, 1 vector, 3 camera statistics. */
export interface Column {
  name: string;
  element: "FLOAT" | "DOUBLE" | "INT64" | "BOOLEAN" | "STRING";
  depth: 0 | 1 | 3;
  values: unknown[];
}

export interface Table {
  columns: Column[];
  /** Rows of each row group; all in one when absent. */
  rowGroups?: number[];
  /** Key-value metadata of the file. */
  metadata?: Record<string, string>;
}

/** A Parquet file in the layout pyarrow writes: optional columns, three-level lists, snappy. */
export function encodeTable({ columns, rowGroups, metadata = {} }: Table): Uint8Array {
  const root: SchemaElement = { name: "schema", num_children: columns.length };
  const buffer = parquetWriteBuffer({
    schema: [root, ...columns.flatMap(({ name, element, depth }) => columnSchema(name, element, depth))],
    columnData: columns.map(({ name, values }) => ({ name, data: values })),
    kvMetadata: Object.entries(metadata).map(([key, value]) => ({ key, value })),
    createdBy: "retake make-sample",
    ...(rowGroups === undefined ? {} : { rowGroupSize: rowGroups }),
  });
  return new Uint8Array(buffer);
}

function columnSchema(name: string, element: Column["element"], depth: number): SchemaElement[] {
  if (depth > 0) {
    return [
      { name, repetition_type: "OPTIONAL", num_children: 1, converted_type: "LIST" },
      { name: "list", repetition_type: "REPEATED", num_children: 1 },
      ...columnSchema("element", element, depth - 1),
    ];
  }
  if (element === "STRING")
    return [{ name, type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "OPTIONAL" }];
  return [{ name, type: element, repetition_type: "OPTIONAL" }];
}
