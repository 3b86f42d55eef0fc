import type { DatasetPlan } from "../layout/dataset-plan.ts";
import { describeFault, isOurFault } from "../layout/describe-fault.ts";
import { type EpisodeRun, findEpisodeRuns } from "../layout/episode-runs.ts";
import type { EpisodeRow } from "../layout/episode-row.ts";
import type { Warnings } from "../layout/import-warning.ts";
import { FileLocator } from "../layout/locate-files.ts";
import { brokenParquet } from "../parquet/broken-parquet.ts";
import { ParquetTable, type TableScan } from "../parquet/parquet-table.ts";
import { hashFile } from "../video/hash-file.ts";
import { type PlannedColumns, planColumns } from "./column-plan.ts";

/** A Parquet file of frames that was opened and understood. */
export class DataFile {
  readonly path: string;
  readonly table: ParquetTable;
  readonly sha256: string;
  readonly planned: PlannedColumns;
  /** Rows by episode; null when the file does not say. */
  readonly runs: ReadonlyMap<number, EpisodeRun[]> | null;
  #scan: TableScan | null = null;

  constructor(path: string, table: ParquetTable, planned: PlannedColumns, known: Known) {
    this.path = path;
    this.table = table;
    this.planned = planned;
    this.sha256 = known.sha256;
    this.runs = known.runs;
  }

  /** All planned columns at a row. Episodes come in order, so the walk goes on where it stood; it begins anew to go back. */
  async scanFrom(row: number): Promise<TableScan> {
    if (this.#scan === null || this.#scan.row > row || !this.#scan.sound) {
      this.#scan = this.table.scan(this.planned.columns.map((column) => column.name));
    }
    await this.#scan.seek(row);
    return this.#scan;
  }
}

export interface EpisodeRows {
  path: string;
  runs: EpisodeRun[];
  rows: number;
}

interface Known {
  sha256: string;
  runs: Map<number, EpisodeRun[]> | null;
  rows: number;
}

/** The frames of a dataset: which rows of which file belong to which episode. One file is open at a time. */
export class DataFiles {
  readonly #plan: DatasetPlan;
  readonly #warnings: Warnings;
  readonly #signal: AbortSignal;
  readonly #known = new Map<string, Known>();
  readonly #broken = new Map<string, string>();
  #open: DataFile | null = null;
  #searched = false;

  /** @param unavailable files that could not be fetched, with the reason */
  constructor(
    plan: DatasetPlan,
    unavailable: ReadonlyMap<string, string>,
    warnings: Warnings,
    signal: AbortSignal,
  ) {
    this.#plan = plan;
    this.#warnings = warnings;
    this.#signal = signal;
    for (const [path, reason] of [...plan.files.refused, ...unavailable]) this.#broken.set(path, reason);
  }

  /** @throws AppError `corrupt_data` whose message goes after the file's name */
  async open(path: string): Promise<DataFile> {
    const reason = this.#broken.get(path);
    if (reason !== undefined) throw brokenParquet(reason);
    if (this.#open?.path === path) return this.#open;
    await this.close();
    try {
      const real = await this.#plan.files.realPath(path);
      const table = await ParquetTable.open(real);
      try {
        const known = this.#known.get(path) ?? (await this.#learn(path, real, table));
        const planned = planColumns(table.columns.values(), this.#plan.info);
        this.#open = new DataFile(path, table, planned, known);
        return this.#open;
      } catch (thrown) {
        await table.close();
        throw thrown;
      }
    } catch (thrown) {
      if (isOurFault(thrown) || this.#signal.aborted) throw thrown;
      this.#broken.set(path, describeFault(thrown));
      throw brokenParquet(describeFault(thrown), thrown);
    }
  }

  async #learn(path: string, real: string, table: ParquetTable): Promise<Known> {
    const runs = await findEpisodeRuns(table, this.#signal);
    const known = { sha256: await hashFile(real, this.#signal), runs, rows: table.rows };
    this.#known.set(path, known);
    return known;
  }

  /** Where an episode's rows are. @throws AppError `corrupt_data` with the whole reason in words, `path_refused` */
  async locate(row: EpisodeRow): Promise<EpisodeRows> {
    const path = this.#plan.locator.dataFile(row);
    if (path !== null) {
      const found = rowsIn(await this.#openOrBlame(path), row.index);
      if (found !== null) return found;
    }
    await this.searchAll();
    for (const [other, { runs }] of this.#known) {
      const found = runs?.get(row.index);
      if (found !== undefined) return { path: other, runs: found, rows: countRows(found) };
    }
    const unreadable = this.#plan.layout.dataFiles.find((file) => this.#broken.has(file));
    const hint = unreadable === undefined ? "" : `; ${unreadable} ${this.#broken.get(unreadable)}`;
    throw brokenParquet(`No frame of it was found in data/${hint}.`);
  }

  async #openOrBlame(path: string): Promise<DataFile> {
    try {
      return await this.open(path);
    } catch (thrown) {
      if (isOurFault(thrown) || this.#signal.aborted) throw thrown;
      throw brokenParquet(`${path} ${describeFault(thrown)}.`, thrown);
    }
  }

  /** Looks into every file once. @returns rows of each episode that any file holds */
  async searchAll(): Promise<Map<number, number>> {
    for (const path of this.#searched ? [] : this.#plan.layout.dataFiles) {
      if (this.#known.has(path) || this.#broken.has(path)) continue;
      const file = await this.open(path).catch((thrown: unknown) => {
        if (isOurFault(thrown) || this.#signal.aborted) throw thrown;
        this.#warnings.add("data_file_unreadable", `${path} ${describeFault(thrown)}.`, true);
        return null;
      });
      if (file !== null && file.runs === null && !FileLocator.isEpisodeFile(path)) {
        this.#warnings.add("stray_file", `${path} is no table of frames and was passed over.`);
      }
    }
    this.#searched = true;
    const rows = new Map<number, number>();
    for (const [path, known] of this.#known) {
      const named = /\/episode[-_](\d+)\.parquet$/.exec(path)?.[1];
      if (named !== undefined) rows.set(Number(named), known.rows);
      else
        for (const [index, runs] of known.runs ?? [])
          rows.set(index, (rows.get(index) ?? 0) + countRows(runs));
    }
    return rows;
  }

  async close(): Promise<void> {
    const open = this.#open;
    this.#open = null;
    await open?.table.close();
  }
}

function rowsIn(file: DataFile, index: number): EpisodeRows | null {
  const found = file.runs?.get(index);
  if (found !== undefined) return { path: file.path, runs: found, rows: countRows(found) };
  // A file of its own belongs to its episode, whatever number the rows carry.
  if (!FileLocator.isEpisodeFile(file.path) || (file.runs?.size ?? 1) > 1) return null;
  return { path: file.path, runs: [{ start: 0, rows: file.table.rows }], rows: file.table.rows };
}

function countRows(runs: readonly EpisodeRun[]): number {
  return runs.reduce((sum, run) => sum + run.rows, 0);
}
