import { listLevels, optionalLevels } from "../parquet/levels.ts";
import { dataPageHeader, ENCODING } from "../parquet/page.ts";
import { COMMON_COLUMNS, VALUE_COLUMNS, type ColumnSpec } from "../parquet/schema.ts";
import type { TopicColumns } from "../types.ts";
import { ChunkPlanner, type PlannedChunk } from "./chunk-planner.ts";
import type { KnownColumns } from "./known-columns.ts";
import type { HeadGroup } from "./segment-head.ts";
import { bytesOf, plainString, plainValues, type PlainValues } from "./value-bytes.ts";

export interface PlannedGroup {
  rows: number;
  chunks: PlannedChunk[];
  head: HeadGroup;
  /** Where the next group may begin. */
  end: number;
}

/** Lays out the row group of rows `[start, end)` from `position` on, in the order of `columns`. */
export function planGroup(
  topic: TopicColumns,
  [start, end]: [number, number],
  { columns, known, position }: { columns: readonly ColumnSpec[]; known: KnownColumns; position: number },
): PlannedGroup {
  const rows = end - start;
  const planner = new ChunkPlanner(position, rows, known);
  const t = topic.t.subarray(start, end);
  const first = t[0] ?? 0;
  const last = t[rows - 1] ?? 0;
  const name = Buffer.from(topic.name);
  planner.constant(COMMON_COLUMNS.topic, plainString(topic.name), { statistics: { min: name, max: name } });
  const head: HeadGroup = {
    rows,
    first,
    last,
    t: planner.shared(COMMON_COLUMNS.t, t, {
      min: bytesOf(Float64Array.of(first)),
      max: bytesOf(Float64Array.of(last)),
    }),
    frame: planner.shared(COMMON_COLUMNS.frame, topic.frame.subarray(start, end)),
    values: [0, 0],
  };
  if (topic.blob === undefined) {
    planner.constant(COMMON_COLUMNS.off, new Uint8Array(8));
    planner.constant(COMMON_COLUMNS.len, new Uint8Array(4));
  } else {
    head.blob = planBlob(planner, topic.blob, start, end);
  }
  const own = topic.type === "image" ? null : VALUE_COLUMNS[topic.type];
  for (const column of columns) {
    if (column.kind !== "list" && column.kind !== "optional text") continue;
    if (column === own) Object.assign(head, planValues(planner, topic, start, end));
    else planner.ready(column, null, emptyColumn(column, rows));
  }
  return { rows, chunks: planner.chunks, head, end: planner.position };
}

function planBlob(
  planner: ChunkPlanner,
  { offset, length }: NonNullable<TopicColumns["blob"]>,
  start: number,
  end: number,
): NonNullable<HeadGroup["blob"]> {
  const offsets: PlainValues = {
    bytes: (end - start) * 8,
    encode: () => bytesOf(BigInt64Array.from(offset.subarray(start, end), BigInt)),
  };
  return {
    offset: planner.plain(COMMON_COLUMNS.off, offsets),
    length: planner.plain(COMMON_COLUMNS.len, numbers(length.subarray(start, end))),
  };
}

function planValues(
  planner: ChunkPlanner,
  topic: TopicColumns,
  start: number,
  end: number,
): Pick<HeadGroup, "values" | "constant" | "stringMarks"> {
  const { type, dims, values } = topic;
  const rows = end - start;
  if (type === "image") return { values: [0, 0] };
  const column = VALUE_COLUMNS[type];
  if (Array.isArray(values)) {
    const constant = constantText(values, start, end);
    if (constant !== null) {
      const value = plainString(constant);
      const at = planner.constant(column, value, { levels: optionalLevels(rows, true) });
      return { values: [at, at + value.byteLength], constant: true };
    }
  }
  const plain = plainValues(topic, start, end);
  const at = planner.plain(column, plain, {
    values: dims === 0 ? rows : rows * dims,
    levels: () => (type === "string" ? optionalLevels(rows, true) : listLevels(rows, dims)),
  });
  const span: [number, number] = [at, at + plain.bytes];
  return plain.marks === undefined ? { values: span } : { values: span, stringMarks: plain.marks };
}

function constantText(texts: readonly string[], start: number, end: number): string | null {
  const first = texts[start] ?? "";
  for (let row = start + 1; row < end; row++) if (texts[row] !== first) return null;
  return first;
}

function numbers(array: Int32Array): PlainValues {
  return { bytes: array.byteLength, encode: () => bytesOf(array) };
}

/** Empty lists, or nulls. */
function emptyColumn(column: ColumnSpec, rows: number): Uint8Array {
  const levels = column.kind === "list" ? listLevels(rows, 0) : optionalLevels(rows, false);
  return Buffer.concat([dataPageHeader(rows, ENCODING.plain, [levels]), levels]);
}
