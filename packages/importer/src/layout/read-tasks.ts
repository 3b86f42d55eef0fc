import { LIMITS } from "@retake/core/limits";
import { readPlainRows } from "../parquet/plain-rows.ts";
import { ParquetTable } from "../parquet/parquet-table.ts";
import type { DatasetFiles } from "../source/dataset-files.ts";
import type { Warnings } from "./import-warning.ts";
import { readJsonLines } from "./json-file.ts";
import { describeFault } from "./describe-fault.ts";

/** Sentences by their number. Rows come in any order, with gaps, and some are never used. */
export type TaskTable = ReadonlyMap<number, string>;

const TASKS_MAX = 1_000_000;

/** `meta/tasks.parquet` or `meta/tasks.jsonl`; an empty table with a warning when neither can be read. */
export async function readTasks(files: DatasetFiles, warnings: Warnings): Promise<TaskTable> {
  try {
    if (files.sizes.has("meta/tasks.parquet"))
      return await readWordTable(files, "meta/tasks.parquet", "task", warnings);
    if (files.sizes.has("meta/tasks.jsonl")) return await readTaskLines(files, warnings);
  } catch (thrown) {
    warnings.add("tasks_unreadable", `The list of tasks ${describeFault(thrown)}.`, true);
  }
  return new Map();
}

/** `meta/subtasks.parquet` of lerobot 0.4.4 to 0.5. */
export async function readSubtasks(files: DatasetFiles, warnings: Warnings): Promise<TaskTable> {
  try {
    if (files.sizes.has("meta/subtasks.parquet"))
      return await readWordTable(files, "meta/subtasks.parquet", "subtask", warnings);
  } catch (thrown) {
    warnings.add("subtasks_unreadable", `The list of subtasks ${describeFault(thrown)}.`, true);
  }
  return new Map();
}

/** The words are a column of their own, or the pandas index. */
async function readWordTable(
  files: DatasetFiles,
  path: string,
  noun: string,
  warnings: Warnings,
): Promise<TaskTable> {
  const table = await ParquetTable.open(await files.realPath(path));
  try {
    const index = `${noun}_index`;
    const texts = [...table.columns.values()]
      .filter(({ leaves }) => leaves?.length === 1 && leaves[0]?.type === "BYTE_ARRAY")
      .map(({ name }) => name);
    // A pandas index may have any name.
    const words =
      [noun, "__index_level_0__", "name", "text"].find((name) => texts.includes(name)) ?? texts[0];
    const tasks = new Map<number, string>();
    let row = 0;
    for await (const values of readPlainRows(table, [index, ...(words === undefined ? [] : [words])])) {
      addTask(tasks, values.get(index) ?? row, words === undefined ? null : values.get(words), warnings);
      row += 1;
    }
    return tasks;
  } finally {
    await table.close();
  }
}

async function readTaskLines(files: DatasetFiles, warnings: Warnings): Promise<TaskTable> {
  const tasks = new Map<number, string>();
  const bad = (line: number): void =>
    warnings.add("line_unreadable", `meta/tasks.jsonl: line ${line} is not readable.`, true);
  for await (const line of readJsonLines(files, "meta/tasks.jsonl", bad)) {
    addTask(tasks, line.get("task_index") ?? tasks.size, line.get("task"), warnings);
  }
  return tasks;
}

function addTask(tasks: Map<number, string>, index: unknown, text: unknown, warnings: Warnings): void {
  const number = Number(index);
  if (!Number.isSafeInteger(number) || tasks.size >= TASKS_MAX) return;
  if (typeof text !== "string" || text.trim() === "") return;
  if (text.trim().length > LIMITS.textLengthMax) {
    const message = `Task ${number} has more than ${LIMITS.textLengthMax} characters; the rest was cut off.`;
    warnings.add("task_cut", message, true);
  }
  tasks.set(number, text.trim().slice(0, LIMITS.textLengthMax));
}
