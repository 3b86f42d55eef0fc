import { LIMITS } from "@retake/core/limits";
import type { JsonObject } from "./json-file.ts";
import type { TaskTable } from "./read-tasks.ts";

/** Where one camera's pictures of an episode lie, as the episodes table says (v3). */
export interface VideoPlace {
  chunk: number;
  file: number;
  from: number | null;
  to: number | null;
}

export interface SubtaskSpan {
  /** `sparse`, `dense`, or empty for the unprefixed old names. */
  kind: string;
  name: string;
  from: number;
  to: number | null;
}

/** What the metadata says about one episode. */
export interface EpisodeRow {
  index: number;
  length: number | null;
  tasks: readonly string[];
  dataFile: { chunk: number; file: number } | null;
  videos: ReadonlyMap<string, VideoPlace>;
  outcome: "success" | "failure" | null;
  subtasks: readonly SubtaskSpan[];
}

/** Most rows have none of these, and share one; there may be a million rows. */
const NO_VIDEOS: EpisodeRow["videos"] = new Map();
const NO_SUBTASKS: EpisodeRow["subtasks"] = [];

/** Columns that are wanted of an episodes table; statistics are computed anew and left alone. */
export function wantedEpisodeColumns(names: Iterable<string>): string[] {
  return [...names].filter(
    (name) => !name.startsWith("stats/") && (isKnown(name) || VIDEO_COLUMN.test(name)),
  );
}

const VIDEO_COLUMN = /^videos\/([^/]+)\/(chunk_index|file_index|from_timestamp|to_timestamp)$/;
const SUBTASK_COLUMN = /^(?:(sparse|dense)_)?subtask_(?:names|start_times|end_times)$/;
const OUTCOME_KEYS = ["success", "is_success", "episode_success", "next.success", "outcome"];
const PLAIN_COLUMNS = new Set([
  "episode_index",
  "tasks",
  "task",
  "task_index",
  "length",
  "data/chunk_index",
  "data/file_index",
]);

function isKnown(name: string): boolean {
  return PLAIN_COLUMNS.has(name) || OUTCOME_KEYS.includes(name) || SUBTASK_COLUMN.test(name);
}

/** @returns null for a row without a usable number */
export function parseEpisodeRow(row: JsonObject, fallbackIndex: number, tasks: TaskTable): EpisodeRow | null {
  const index = row.has("episode_index") ? whole(row.get("episode_index")) : fallbackIndex;
  if (index === null) return null;
  const chunk = whole(row.get("data/chunk_index"));
  const file = whole(row.get("data/file_index"));
  const videos = parseVideos(row);
  const subtasks = ["", "sparse", "dense"].flatMap((kind) => parseSubtasks(row, kind));
  return {
    index,
    length: whole(row.get("length")),
    tasks: parseTasks(row.get("tasks") ?? row.get("task") ?? row.get("task_index"), tasks),
    dataFile: chunk === null || file === null ? null : { chunk, file },
    videos: videos.size === 0 ? NO_VIDEOS : videos,
    outcome: parseOutcome(row),
    subtasks: subtasks.length === 0 ? NO_SUBTASKS : subtasks,
  };
}

/** Sentences, or in some files their numbers. */
function parseTasks(value: unknown, table: TaskTable): string[] {
  const list = Array.isArray(value) ? value : [value];
  const words = list.map((item) => {
    if (typeof item === "string") return item.trim().slice(0, LIMITS.textLengthMax);
    return table.get(whole(item) ?? -1) ?? "";
  });
  return [...new Set(words.filter((word) => word !== ""))].slice(0, 1_000);
}

function parseVideos(row: JsonObject): Map<string, VideoPlace> {
  const videos = new Map<string, VideoPlace>();
  for (const name of row.keys()) {
    const key = VIDEO_COLUMN.exec(name)?.[1];
    if (key === undefined || videos.has(key)) continue;
    const chunk = whole(row.get(`videos/${key}/chunk_index`));
    const file = whole(row.get(`videos/${key}/file_index`));
    if (chunk === null || file === null) continue;
    const from = seconds(row.get(`videos/${key}/from_timestamp`));
    videos.set(key, { chunk, file, from, to: seconds(row.get(`videos/${key}/to_timestamp`)) });
  }
  return videos;
}

function parseOutcome(row: JsonObject): EpisodeRow["outcome"] {
  for (const key of OUTCOME_KEYS) {
    const value = row.get(key);
    const word = String(value).toLowerCase();
    if (value === true || value === 1 || value === 1n || ["success", "succeeded", "true"].includes(word))
      return "success";
    if (
      value === false ||
      value === 0 ||
      value === 0n ||
      ["failure", "failed", "fail", "false"].includes(word)
    ) {
      return "failure";
    }
  }
  return null;
}

function parseSubtasks(row: JsonObject, kind: string): SubtaskSpan[] {
  const prefix = kind === "" ? "" : `${kind}_`;
  const names = row.get(`${prefix}subtask_names`);
  const starts = row.get(`${prefix}subtask_start_times`);
  const ends = row.get(`${prefix}subtask_end_times`);
  if (!Array.isArray(names) || !Array.isArray(starts)) return [];
  return names.slice(0, 10_000).flatMap((name, i) => {
    const from = seconds(starts[i]);
    if (typeof name !== "string" || from === null) return [];
    return [{ kind, name, from, to: Array.isArray(ends) ? seconds(ends[i]) : null }];
  });
}

function whole(value: unknown): number | null {
  const number = typeof value === "bigint" || typeof value === "number" ? Number(value) : NaN;
  return Number.isSafeInteger(number) && number >= 0 ? number : null;
}

function seconds(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}
