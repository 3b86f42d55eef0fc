import { brokenParquet } from "../parquet/broken-parquet.ts";
import type { ParquetTable } from "../parquet/parquet-table.ts";
import { readNumbers } from "../parquet/read-numbers.ts";

/** Consecutive rows of one episode in one file. */
export interface EpisodeRun {
  start: number;
  rows: number;
}

const ROWS_PER_SLICE = 16_384;
/** Rows of one episode lie together; a file that alternates on every row would fill memory with runs. */
const RUNS_MAX = 2_000_000;

/**
 * Which rows belong to which episode, by the `episode_index` column alone: it is the only thing that is never wrong.
 * @returns null when the file has no such column
 */
export async function findEpisodeRuns(
  table: ParquetTable,
  signal: AbortSignal,
): Promise<Map<number, EpisodeRun[]> | null> {
  const column = table.columns.get("episode_index");
  if (column?.leaves?.length !== 1) return null;
  const runs = new Map<number, EpisodeRun[]>();
  const scan = table.scan(["episode_index"]);
  let current: EpisodeRun | null = null;
  let currentIndex = -1;
  let count = 0;
  while (scan.row < table.rows) {
    signal.throwIfAborted();
    const start = scan.row;
    const rows = Math.min(ROWS_PER_SLICE, table.rows - start);
    const values = readNumbers(column.leaves[0], (await scan.take(rows)).get("episode_index")?.[0] ?? []);
    if (values.length !== rows) throw brokenParquet("has a damaged column episode_index");
    for (let i = 0; i < rows; i++) {
      const index = values[i] ?? NaN;
      if (current !== null && index === currentIndex) {
        current.rows += 1;
        continue;
      }
      if (!Number.isSafeInteger(index) || index < 0)
        throw brokenParquet("has an episode_index that is no number");
      if (++count > RUNS_MAX) throw brokenParquet("mixes the rows of its episodes");
      current = { start: start + i, rows: 1 };
      currentIndex = index;
      const known = runs.get(index);
      if (known === undefined) runs.set(index, [current]);
      else known.push(current);
    }
  }
  return runs;
}
