import type { SchemaElement } from "hyparquet";
import { parquetWriteBuffer } from "hyparquet-writer";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

type Physical = "FLOAT" | "DOUBLE" | "INT32" | "INT64" | "BOOLEAN" | "STRING" | "BYTES";

/** One column: plain, a list of some rank, or any schema. */
export interface Column {
  name: string;
  type?: Physical;
  rank?: number;
  schema?: SchemaElement[];
  data: unknown[];
}

export interface WriteOptions {
  rowGroupSize?: number;
  codec?: "SNAPPY" | "UNCOMPRESSED";
  pageSize?: number;
}

/** A small Parquet file as other people's tools would write it. */
export async function writeParquet(
  path: string,
  columns: readonly Column[],
  options: WriteOptions = {},
): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, parquetBytes(columns, options));
}

export function parquetBytes(columns: readonly Column[], options: WriteOptions = {}): Uint8Array {
  const schema: SchemaElement[] = [{ name: "schema", num_children: columns.length }];
  for (const column of columns) schema.push(...(column.schema ?? schemaOf(column)));
  const columnData = columns.map(({ name, data }) => ({ name, data: data as number[] }));
  const { rowGroupSize = 100_000, codec = "SNAPPY", pageSize } = options;
  return new Uint8Array(
    parquetWriteBuffer({
      columnData,
      schema,
      rowGroupSize,
      codec,
      ...(pageSize === undefined ? {} : { pageSize }),
    }),
  );
}

function schemaOf({ name, type = "FLOAT", rank = 0 }: Column): SchemaElement[] {
  const leaf = (leafName: string): SchemaElement => ({
    name: leafName,
    repetition_type: "OPTIONAL",
    type: type === "STRING" || type === "BYTES" ? "BYTE_ARRAY" : type,
    ...(type === "STRING" ? { converted_type: "UTF8" as const } : {}),
  });
  if (rank === 0) return [leaf(name)];
  const elements: SchemaElement[] = [];
  for (let depth = 0; depth < rank; depth++) {
    const listName = depth === 0 ? name : "element";
    elements.push({ name: listName, repetition_type: "OPTIONAL", num_children: 1, converted_type: "LIST" });
    elements.push({ name: "list", repetition_type: "REPEATED", num_children: 1 });
  }
  return [...elements, leaf("element")];
}

/** `{bytes, path}` as the datasets library stores pictures. */
export function imageColumn(name: string, pictures: readonly (Uint8Array | null)[]): Column {
  return {
    name,
    schema: [
      { name, repetition_type: "OPTIONAL", num_children: 2 },
      { name: "bytes", type: "BYTE_ARRAY", repetition_type: "OPTIONAL" },
      { name: "path", type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "OPTIONAL" },
    ],
    data: pictures.map((bytes, i) => ({ bytes, path: `frame-${i}.png` })),
  };
}
