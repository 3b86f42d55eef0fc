import { AppError } from "@retake/core/errors";
import { LIMITS } from "@retake/core/limits";
import { ParquetTable } from "../parquet/parquet-table.ts";
import { readPlainRows } from "../parquet/plain-rows.ts";
import type { DatasetFiles } from "../source/dataset-files.ts";
import { describeFault, isOurFault } from "./describe-fault.ts";
import type { Layout } from "./detect-layout.ts";
import { type EpisodeRow, parseEpisodeRow, wantedEpisodeColumns } from "./episode-row.ts";
import type { Warnings } from "./import-warning.ts";
import { readJsonLines } from "./json-file.ts";
import type { TaskTable } from "./read-tasks.ts";

const TASK_LISTS_SHARED = 1_000;

/**
 * The episodes that the metadata lists, in order of their number. A table that cannot be read is a warning: its
 * episodes are then found by their frames.
 */
export async function readEpisodes(
  files: DatasetFiles,
  layout: Layout,
  tasks: TaskTable,
  warnings: Warnings,
): Promise<EpisodeRow[]> {
  const found = new Map<number, EpisodeRow>();
  const taskLists = new Map<string, readonly string[]>();
  const add = (row: EpisodeRow | null): void => {
    if (row === null)
      return warnings.add("episode_row_unreadable", "A row of the episodes table has no number.", true);
    if (found.has(row.index)) {
      return warnings.add(
        "episode_twice",
        `Episode ${row.index} is listed more than once; the first is used.`,
      );
    }
    if (found.size >= LIMITS.datasetEpisodesMax) {
      throw new AppError("too_large", `This dataset has more than ${LIMITS.datasetEpisodesMax} episodes.`);
    }
    found.set(row.index, { ...row, tasks: shared(row.tasks, taskLists) });
  };
  const reading = async (path: string, read: () => Promise<void>): Promise<void> => {
    try {
      await read();
    } catch (thrown) {
      if (isOurFault(thrown) || (thrown instanceof AppError && thrown.code === "too_large")) throw thrown;
      warnings.add("episode_table_unreadable", `${path} ${describeFault(thrown)}.`, true);
    }
  };
  for (const path of layout.episodeTables)
    await reading(path, () => readEpisodeTable(files, path, tasks, found.size, add));
  if (layout.episodeTables.length === 0 && layout.episodeLines) {
    const path = "meta/episodes.jsonl";
    const bad = (line: number): void =>
      warnings.add("line_unreadable", `${path}: line ${line} is not readable.`, true);
    await reading(path, async () => {
      for await (const line of readJsonLines(files, path, bad)) add(parseEpisodeRow(line, found.size, tasks));
    });
  }
  return [...found.values()].toSorted((a, b) => a.index - b.index);
}

/** Many episodes have few tasks: their sentences are held once. */
function shared(tasks: readonly string[], known: Map<string, readonly string[]>): readonly string[] {
  const key = tasks.join("\0");
  const same = known.get(key);
  if (same !== undefined) return same;
  if (known.size < TASK_LISTS_SHARED) known.set(key, tasks);
  return tasks;
}

async function readEpisodeTable(
  files: DatasetFiles,
  path: string,
  tasks: TaskTable,
  firstRow: number,
  add: (row: EpisodeRow | null) => void,
): Promise<void> {
  const table = await ParquetTable.open(await files.realPath(path));
  try {
    let row = firstRow;
    for await (const values of readPlainRows(table, wantedEpisodeColumns(table.columns.keys()))) {
      add(parseEpisodeRow(values, row, tasks));
      row += 1;
    }
  } finally {
    await table.close();
  }
}
