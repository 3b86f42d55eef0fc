import { type FileMetaData, parquetSchema, type SchemaTree } from "hyparquet";
import { brokenParquet, decoding } from "./broken-parquet.ts";
import { openByteFile, type ByteFile } from "./byte-file.ts";
import { type Leaf, leafId, leavesOf } from "./leaf.ts";
import { LeafCursor, type LeafSlice } from "./leaf-cursor.ts";
import { readFooter } from "./read-footer.ts";

/** A top-level column: its name, its place in the schema and its physical leaves (null when one cannot be read). */
export interface TableColumn {
  name: string;
  schema: SchemaTree;
  leaves: Leaf[] | null;
}

/** The rows of one column, as pieces per leaf, in the order of {@link TableColumn.leaves}. */
export type ColumnSlices = LeafSlice[][];

/**
 * A Parquet file on disk, read forward in slices of rows. Nothing larger than one page per column is held, whatever
 * the row groups are like.
 */
export class ParquetTable {
  readonly rows: number;
  readonly columns: ReadonlyMap<string, TableColumn>;
  readonly #file: ByteFile;
  readonly #metadata: FileMetaData;
  readonly #ordinals: Map<string, number>;

  private constructor(file: ByteFile, metadata: FileMetaData) {
    this.#file = file;
    this.#metadata = metadata;
    this.rows = Number(metadata.num_rows);
    const root = decoding("schema", () => parquetSchema(metadata));
    const columns = new Map<string, TableColumn>();
    for (const child of root.children) {
      const name = child.element.name;
      if (!columns.has(name)) columns.set(name, { name, schema: child, leaves: leavesOf(root, child) });
    }
    this.columns = columns;
    this.#ordinals = new Map();
    collectOrdinals(root, this.#ordinals);
  }

  /** @param path a real path, already checked to lie where it may @throws AppError `corrupt_data` in words */
  static async open(path: string): Promise<ParquetTable> {
    const file = await openByteFile(path);
    try {
      return new ParquetTable(file, await readFooter(file));
    } catch (thrown) {
      await file.close();
      throw thrown;
    }
  }

  /** Begins at the first row. Unknown names and columns that cannot be read are a fault of the caller. */
  scan(names: Iterable<string>): TableScan {
    const cursors = new Map<string, LeafCursor[]>();
    for (const name of names) {
      const leaves = this.columns.get(name)?.leaves;
      if (leaves === undefined || leaves === null) throw brokenParquet(`has no readable column ${name}`);
      cursors.set(
        name,
        leaves.map(
          (leaf) =>
            new LeafCursor(this.#file, this.#metadata.row_groups, leaf, this.#ordinals.get(leaf.id) ?? -1),
        ),
      );
    }
    return new TableScan(cursors, this.rows);
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}

/** A walk over some columns of a table, all at the same row. */
export class TableScan {
  readonly #cursors: Map<string, LeafCursor[]>;
  readonly #rows: number;
  #row = 0;
  /** False after a fault: its columns may stand at different rows then. */
  sound = true;

  constructor(cursors: Map<string, LeafCursor[]>, rows: number) {
    this.#cursors = cursors;
    this.#rows = rows;
  }

  get row(): number {
    return this.#row;
  }

  async take(rows: number): Promise<Map<string, ColumnSlices>> {
    if (this.#row + rows > this.#rows) throw brokenParquet("ends too early");
    const taken = new Map<string, ColumnSlices>();
    this.sound = false;
    for (const [name, cursors] of this.#cursors) {
      const slices: ColumnSlices = [];
      for (const cursor of cursors) slices.push(await cursor.take(rows));
      taken.set(name, slices);
    }
    this.#row += rows;
    this.sound = true;
    return taken;
  }

  /** Goes forward to a row; never back. */
  async seek(row: number): Promise<void> {
    if (row < this.#row || row > this.#rows) throw brokenParquet("ends too early");
    this.sound = false;
    for (const cursors of this.#cursors.values()) {
      for (const cursor of cursors) await cursor.skip(row - this.#row);
    }
    this.#row = row;
    this.sound = true;
  }
}

function collectOrdinals(node: SchemaTree, ordinals: Map<string, number>): void {
  for (const child of node.children) {
    if (child.children.length > 0) collectOrdinals(child, ordinals);
    else ordinals.set(leafId(child.path), ordinals.size);
  }
}
