import { DEFAULT_PARSERS, convert } from "hyparquet/src/convert.js";
import { assembleLists, assembleNested } from "hyparquet/src/assemble.js";
import type { DecodedArray } from "hyparquet/src/types.js";
import { decoding } from "./broken-parquet.ts";
import type { Leaf } from "./leaf.ts";
import type { LeafSlice } from "./leaf-cursor.ts";
import type { ColumnSlices, ParquetTable, TableColumn } from "./parquet-table.ts";

/** JSON stays text: it is shown or stored, and untrusted text is not worth parsing for that. */
const PARSERS = {
  ...DEFAULT_PARSERS,
  jsonFromBytes: (bytes: Uint8Array): string => new TextDecoder().decode(bytes),
};

/**
 * Rows of any column (lists, structs, maps) as plain values: numbers, bigints, strings, arrays, objects, null.
 * For the few columns that are neither vectors nor pictures, and for metadata tables.
 */
export function plainRows(column: TableColumn, slices: ColumnSlices): unknown[] {
  const leaves = column.leaves ?? [];
  const assembled = leaves.map((leaf, index) => assembleLeaf(leaf, slices[index] ?? []));
  if (column.schema.children.length === 0) return Array.from(assembled[0] ?? []);
  return decoding("page", () => {
    const byPath = new Map(leaves.map((leaf, index) => [leaf.path.join("."), assembled[index] ?? []]));
    assembleNested(byPath, column.schema, PARSERS);
    return Array.from(byPath.get(column.schema.path.join(".")) ?? []);
  });
}

function assembleLeaf(leaf: Leaf, slices: readonly LeafSlice[]): DecodedArray {
  return decoding("page", () => {
    let output: unknown[] = [];
    for (const slice of slices) {
      const present = convertValues(leaf, slice);
      const definition = slice.definition === null ? [] : Array.from(slice.definition);
      const repetition = slice.repetition === null ? [] : Array.from(slice.repetition);
      // A leaf without levels is handed back as it is, so it must be appended by hand.
      if (leaf.maxDefinition === 0 && leaf.maxRepetition === 0)
        for (const value of present) output.push(value);
      else output = assembleLists(output, definition, repetition, present, leaf.schemaPath) as unknown[];
    }
    return output;
  });
}

function convertValues(leaf: Leaf, slice: LeafSlice): unknown[] {
  const element = leaf.schemaPath.at(-1)?.element;
  if (element === undefined) return [];
  const raw =
    leaf.type === "BOOLEAN" ? Array.from(slice.values as Uint8Array, (bit) => bit === 1) : slice.values;
  // `convert` asks for no more than these of a decoder.
  const decoder = { element, parsers: PARSERS, schemaPath: leaf.schemaPath } as Parameters<typeof convert>[1];
  return Array.from(convert(raw, decoder) as ArrayLike<unknown>);
}

const ROWS_PER_SLICE = 1_024;

/** Reads some columns of a small table as one object per row, a slice at a time. Absent columns are left out. */
export async function* readPlainRows(
  table: ParquetTable,
  names: readonly string[],
): AsyncGenerator<Map<string, unknown>> {
  const columns = names.flatMap((name) => {
    const column = table.columns.get(name);
    return column !== undefined && column.leaves !== null ? [column] : [];
  });
  const scan = table.scan(columns.map((column) => column.name));
  for (let row = 0; row < table.rows; row += ROWS_PER_SLICE) {
    const count = Math.min(ROWS_PER_SLICE, table.rows - row);
    const taken = await scan.take(count);
    const values = columns.map((column) => plainRows(column, taken.get(column.name) ?? []));
    for (let i = 0; i < count; i++) {
      yield new Map(columns.map((column, index) => [column.name, values[index]?.[i] ?? null]));
    }
  }
}
