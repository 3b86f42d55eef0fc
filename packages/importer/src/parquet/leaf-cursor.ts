import type { RowGroup } from "hyparquet";
import { brokenParquet } from "./broken-parquet.ts";
import type { ByteFile } from "./byte-file.ts";
import { type ColumnPage, ColumnPages } from "./column-pages.ts";
import { type Leaf, leafId } from "./leaf.ts";
import { sliceValues } from "./page-values.ts";

/** Some whole rows of one leaf, or a piece of them: entries with levels, and the values that are present. */
export type LeafSlice = ColumnPage;

/** Walks one physical column forward, row by row across pages and row groups, holding one page. */
export class LeafCursor {
  readonly #file: ByteFile;
  readonly #groups: readonly RowGroup[];
  readonly #leaf: Leaf;
  readonly #ordinal: number;
  #group = -1;
  #groupRows = 0;
  /** Rows of the current group that were begun. */
  #begun = 0;
  #pages: ColumnPages | null = null;
  #page: ColumnPage | null = null;
  #entry = 0;
  #value = 0;

  /** @param ordinal the leaf's place among all leaves of the schema */
  constructor(file: ByteFile, groups: readonly RowGroup[], leaf: Leaf, ordinal: number) {
    this.#file = file;
    this.#groups = groups;
    this.#leaf = leaf;
    this.#ordinal = ordinal;
  }

  /** The next `rows` rows. @throws AppError `corrupt_data`, also when the file has fewer */
  async take(rows: number): Promise<LeafSlice[]> {
    const slices: LeafSlice[] = [];
    await this.#advance(rows, (slice) => void slices.push(slice));
    return slices;
  }

  /** Passes over rows; row groups that lie inside are not even read. */
  async skip(rows: number): Promise<void> {
    let left = rows;
    if (this.#group >= 0) {
      const inGroup = Math.min(left, this.#groupRows - this.#begun);
      await this.#advance(inGroup, () => {});
      left -= inGroup;
    }
    while (left > 0) {
      const rowsOfNext = Number(this.#groups[this.#group + 1]?.num_rows ?? -1);
      if (rowsOfNext < 0) throw brokenParquet("ends too early");
      if (left < rowsOfNext) return await this.#advance(left, () => {});
      this.#group += 1;
      this.#leaveGroup(rowsOfNext);
      left -= rowsOfNext;
    }
  }

  #leaveGroup(rows: number): void {
    this.#groupRows = rows;
    this.#begun = rows;
    this.#pages = null;
    this.#page = null;
  }

  async #advance(rows: number, emit: (slice: LeafSlice) => void): Promise<void> {
    let wanted = rows;
    const repeated = this.#leaf.maxRepetition > 0;
    for (;;) {
      if (this.#page === null || this.#entry === this.#page.entries) {
        // A repeated row can go on in the next page; a flat one cannot.
        if (wanted === 0 && (!repeated || this.#page === null)) return;
        if (await this.#turnPage()) continue;
        if (wanted === 0) return;
        this.#openGroup();
        continue;
      }
      const from = this.#entry;
      const begun = repeated ? this.#scanRows(this.#page, wanted) : this.#stepRows(this.#page, wanted);
      if (this.#entry > from) emit(this.#slice(this.#page, from));
      wanted -= begun;
      this.#begun += begun;
      if (this.#begun > this.#groupRows) throw brokenParquet("holds more rows than it claims");
      if (this.#entry < this.#page.entries) return;
    }
  }

  #stepRows(page: ColumnPage, wanted: number): number {
    const count = Math.min(wanted, page.entries - this.#entry);
    this.#entry += count;
    return count;
  }

  /** Moves to the entry that begins the row after the wanted ones, or to the end of the page. */
  #scanRows(page: ColumnPage, wanted: number): number {
    const levels = page.repetition as Uint8Array;
    let begun = 0;
    let entry = this.#entry;
    for (; entry < page.entries; entry++) {
      if (levels[entry] !== 0) continue;
      if (begun === wanted) break;
      begun += 1;
    }
    this.#entry = entry;
    return begun;
  }

  #slice(page: ColumnPage, from: number): LeafSlice {
    const to = this.#entry;
    const definition = page.definition?.subarray(from, to) ?? null;
    let present = to - from;
    if (definition !== null) {
      for (const level of definition) if (level !== this.#leaf.maxDefinition) present -= 1;
    }
    const start = this.#value;
    this.#value += present;
    const repetition = page.repetition?.subarray(from, to) ?? null;
    return {
      entries: to - from,
      repetition,
      definition,
      values: sliceValues(page.values, start, this.#value),
    };
  }

  async #turnPage(): Promise<boolean> {
    this.#page = (await this.#pages?.next()) ?? null;
    this.#entry = 0;
    this.#value = 0;
    if (this.#page !== null && this.#begun === 0 && (this.#page.repetition?.[0] ?? 0) !== 0) {
      throw brokenParquet("has a damaged page");
    }
    return this.#page !== null;
  }

  #openGroup(): void {
    if (this.#begun !== this.#groupRows) throw brokenParquet("holds fewer rows than it claims");
    this.#group += 1;
    const group = this.#groups[this.#group];
    if (group === undefined) throw brokenParquet("ends too early");
    const column = group.columns[this.#ordinal]?.meta_data;
    if (column === undefined || leafId(column.path_in_schema) !== this.#leaf.id) {
      throw brokenParquet("has columns in another order than its schema");
    }
    this.#groupRows = Number(group.num_rows);
    this.#begun = 0;
    this.#pages = new ColumnPages(this.#file, column, this.#leaf);
    this.#page = null;
  }
}
