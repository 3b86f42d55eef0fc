import { columnPath, writeSchema, type ColumnSpec } from "./schema.ts";
import { ThriftWriter } from "./thrift-writer.ts";

/** Where a column chunk came to lie in the file. */
export interface ChunkRecord {
  column: ColumnSpec;
  /** Of the data page's header. */
  pageAt: number;
  dictionaryAt?: number;
  bytes: number;
  /** Values including nulls and empty lists. */
  values: number;
  encodings: readonly number[];
  statistics?: { min: Uint8Array; max: Uint8Array };
}

export interface RowGroupRecord {
  rows: number;
  chunks: ChunkRecord[];
}

const MAGIC = "PAR1";
const CREATED_BY = "retake segment 1";

/** The end of a Parquet file: FileMetaData (parquet.thrift), its length, the magic. */
export function footer(
  columns: readonly ColumnSpec[],
  groups: readonly RowGroupRecord[],
  keyValues: Record<string, string>,
): Uint8Array {
  const writer = new ThriftWriter();
  writer.i32(1, 1);
  writeSchema(writer, columns);
  writer.i64(
    3,
    groups.reduce((sum, group) => sum + group.rows, 0),
  );
  writer.listOfStructs(4, groups.length);
  for (const group of groups) writeRowGroup(writer, group);
  const pairs = Object.entries(keyValues);
  writer.listOfStructs(5, pairs.length);
  for (const [key, value] of pairs) {
    writer.structElement();
    writer.text(1, key);
    writer.text(2, value);
    writer.end();
  }
  writer.text(6, CREATED_BY);
  // Column orders: without them readers must ignore the statistics' min_value and max_value.
  writer.listOfStructs(7, columns.length);
  for (const _ of columns) {
    writer.structElement();
    writer.struct(1);
    writer.end();
    writer.end();
  }
  writer.end();
  const metadata = writer.finish();
  const tail = Buffer.alloc(8);
  tail.writeUInt32LE(metadata.byteLength);
  tail.write(MAGIC, 4, "latin1");
  return Buffer.concat([metadata, tail]);
}

function writeRowGroup(writer: ThriftWriter, group: RowGroupRecord): void {
  writer.structElement();
  writer.listOfStructs(1, group.chunks.length);
  for (const chunk of group.chunks) writeChunk(writer, chunk);
  writer.i64(
    2,
    group.chunks.reduce((sum, chunk) => sum + chunk.bytes, 0),
  );
  writer.i64(3, group.rows);
  writer.end();
}

function writeChunk(writer: ThriftWriter, chunk: ChunkRecord): void {
  writer.structElement();
  writer.i64(2, chunk.dictionaryAt ?? chunk.pageAt);
  writer.struct(3);
  writer.i32(1, chunk.column.physical);
  writer.listOfI32(2, chunk.encodings);
  writer.listOfText(3, columnPath(chunk.column));
  writer.i32(4, 0);
  writer.i64(5, chunk.values);
  writer.i64(6, chunk.bytes);
  writer.i64(7, chunk.bytes);
  writer.i64(9, chunk.pageAt);
  if (chunk.dictionaryAt !== undefined) writer.i64(11, chunk.dictionaryAt);
  if (chunk.statistics !== undefined) {
    writer.struct(12);
    writer.i64(3, 0);
    writer.binary(5, chunk.statistics.max);
    writer.binary(6, chunk.statistics.min);
    writer.end();
  }
  writer.end();
  writer.end();
}
