import { constantPages, PAGE_HEADER_BYTES_MAX } from "../parquet/page.ts";
import type { ColumnSpec } from "../parquet/schema.ts";
import type { KnownColumns } from "./known-columns.ts";
import { align8 } from "./segment-head.ts";
import { bytesOf, type PlainValues } from "./value-bytes.ts";

export interface ChunkStatistics {
  min: Uint8Array;
  max: Uint8Array;
}

/** A column chunk whose place is settled before its bytes are made. */
export interface PlannedChunk {
  column: ColumnSpec;
  /** Values including nulls and empty lists. */
  values: number;
  statistics: ChunkStatistics | undefined;
  content:
    /** The bytes of an earlier chunk of this file, pages and all. */
    | { kind: "same"; as: PlannedChunk }
    | { kind: "ready"; dictionary: Uint8Array | null; data: Uint8Array }
    /** Values begin, 8-byte aligned, at `valuesAt`, behind a page header that is made when they are written. */
    | { kind: "plain"; valuesAt: number; bytes: number; levels: () => Uint8Array; body: () => Uint8Array };
}

interface PlainOptions {
  values?: number;
  levels?: () => Uint8Array;
  statistics?: ChunkStatistics;
}

const NO_LEVELS = new Uint8Array(0);

/** Places the column chunks of one row group one after the other. */
export class ChunkPlanner {
  readonly chunks: PlannedChunk[] = [];
  position: number;
  readonly #rows: number;
  readonly #known: KnownColumns;

  /** @param known columns of the groups before, and of this one once it is placed */
  constructor(position: number, rows: number, known: KnownColumns) {
    this.position = position;
    this.#rows = rows;
    this.#known = known;
  }

  /** A column that other topics may have as well: it lies in the file once. @returns where the values begin */
  shared(column: ColumnSpec, values: Float64Array | Int32Array, statistics?: ChunkStatistics): number {
    const bytes = bytesOf(values);
    const same = this.#known.find(column, bytes);
    if (same !== undefined) {
      this.chunks.push({ column, values: this.#rows, statistics, content: { kind: "same", as: same.chunk } });
      return same.at;
    }
    const at = this.plain(
      column,
      { bytes: bytes.byteLength, encode: () => bytes },
      statistics === undefined ? {} : { statistics },
    );
    const chunk = this.chunks.at(-1);
    if (chunk !== undefined) this.#known.add({ bytes, chunk, at });
    return at;
  }

  /** @returns where the values begin */
  plain(column: ColumnSpec, plain: PlainValues, options: PlainOptions = {}): number {
    const { values = this.#rows, levels = () => NO_LEVELS, statistics } = options;
    // Room for the largest header keeps the layout independent of checksums, which are not known yet.
    const valuesAt = align8(this.position + PAGE_HEADER_BYTES_MAX + levels().byteLength);
    const { bytes, encode } = plain;
    this.chunks.push({
      column,
      values,
      statistics,
      content: { kind: "plain", valuesAt, bytes, levels, body: encode },
    });
    this.position = valuesAt + bytes;
    return valuesAt;
  }

  /** @returns where the one value begins */
  constant(
    column: ColumnSpec,
    value: Uint8Array,
    { levels = NO_LEVELS, statistics }: { levels?: Uint8Array; statistics?: ChunkStatistics } = {},
  ): number {
    const { dictionary, data } = constantPages(value, this.#rows, levels);
    const at = this.position + dictionary.byteLength - value.byteLength;
    this.ready(column, dictionary, data, statistics);
    return at;
  }

  ready(
    column: ColumnSpec,
    dictionary: Uint8Array | null,
    data: Uint8Array,
    statistics?: ChunkStatistics,
  ): void {
    this.chunks.push({
      column,
      values: this.#rows,
      statistics,
      content: { kind: "ready", dictionary, data },
    });
    this.position += (dictionary?.byteLength ?? 0) + data.byteLength;
  }
}
