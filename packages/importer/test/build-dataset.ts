import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Column, type WriteOptions, writeParquet } from "./write-parquet.ts";

export interface Recipe {
  /** Frames of each episode. */
  lengths: number[];
  fps?: number;
  /** Merged into info.json; null leaves the file out. */
  info?: Record<string, unknown> | null;
  features?: Record<string, unknown>;
  /** Further columns of an episode, or replacements of the core ones by name; `data: []` drops a column. */
  columns?: (episode: number, length: number) => Column[];
  tasks?: string[];
  taskOf?: (episode: number, frame: number) => number;
  /** Further columns of the v3 episodes table, one value per episode. */
  episodeColumns?: Column[];
  /** Keys of the v2 episode lines. */
  episodeKeys?: (episode: number) => Record<string, unknown>;
  parquet?: WriteOptions;
}

const CORE = { dtype: "int64", shape: [1], names: null };

/** Rows of some episodes, with the five columns every LeRobot table has, a state and an action. */
export function frameColumns(recipe: Recipe, episodes: readonly number[]): Column[] {
  const { lengths, fps = 10, taskOf = () => 0 } = recipe;
  const rows = episodes.flatMap((episode) =>
    Array.from({ length: lengths[episode]! }, (_, frame) => ({ episode, frame })),
  );
  const first = (episode: number): number => lengths.slice(0, episode).reduce((a, b) => a + b, 0);
  const core: Column[] = [
    {
      name: "observation.state",
      type: "FLOAT",
      rank: 1,
      data: rows.map(({ episode, frame }) => [episode, frame]),
    },
    { name: "action", type: "FLOAT", rank: 1, data: rows.map(({ episode, frame }) => [frame / 2, -episode]) },
    { name: "timestamp", type: "FLOAT", data: rows.map(({ frame }) => Math.fround(frame / fps)) },
    { name: "frame_index", type: "INT64", data: rows.map(({ frame }) => BigInt(frame)) },
    { name: "episode_index", type: "INT64", data: rows.map(({ episode }) => BigInt(episode)) },
    { name: "index", type: "INT64", data: rows.map(({ episode, frame }) => BigInt(first(episode) + frame)) },
    {
      name: "task_index",
      type: "INT64",
      data: rows.map(({ episode, frame }) => BigInt(taskOf(episode, frame))),
    },
  ];
  const parts = episodes.map((episode) => recipe.columns?.(episode, lengths[episode]!) ?? []);
  const extra = (parts[0] ?? []).map((column, i) => ({
    ...column,
    data: parts.flatMap((part) => part[i]!.data),
  }));
  const replaced = new Set(extra.map((column) => column.name));
  return [
    ...core.filter((column) => !replaced.has(column.name)),
    ...extra.filter((column) => column.data.length > 0),
  ];
}

function infoOf(recipe: Recipe, version: string): Record<string, unknown> {
  const { lengths, fps = 10, features = {}, info = {} } = recipe;
  return {
    codebase_version: version,
    robot_type: "test_arm",
    fps,
    total_episodes: lengths.length,
    total_frames: lengths.reduce((a, b) => a + b, 0),
    chunks_size: 1000,
    features: {
      "observation.state": { dtype: "float32", shape: [2], names: { motors: ["lift", "turn"] } },
      action: { dtype: "float32", shape: [2], names: ["lift", "turn"] },
      timestamp: { dtype: "float32", shape: [1], names: null },
      frame_index: CORE,
      episode_index: CORE,
      index: CORE,
      task_index: CORE,
      ...features,
    },
    ...info,
  };
}

export async function writeText(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

const jsonLines = (objects: unknown[]): string =>
  objects.map((object) => JSON.stringify(object) + "\n").join("");

/** A v2.1 dataset: one Parquet file an episode, JSON lines for the rest. */
export async function buildV2(folder: string, recipe: Recipe): Promise<string> {
  const { lengths, tasks = ["pick the cube"] } = recipe;
  if (recipe.info !== null) {
    const info = {
      data_path: "data/chunk-{episode_chunk:03d}/episode_{episode_index:06d}.parquet",
      video_path: "videos/chunk-{episode_chunk:03d}/{video_key}/episode_{episode_index:06d}.mp4",
      ...infoOf(recipe, "v2.1"),
    };
    await writeText(join(folder, "meta/info.json"), JSON.stringify(info));
  }
  const episodes = lengths.map((length, index) => ({
    episode_index: index,
    tasks: [tasks[recipe.taskOf?.(index, 0) ?? 0]],
    length,
    ...recipe.episodeKeys?.(index),
  }));
  await writeText(join(folder, "meta/episodes.jsonl"), jsonLines(episodes));
  await writeText(join(folder, "meta/episodes_stats.jsonl"), "");
  await writeText(
    join(folder, "meta/tasks.jsonl"),
    jsonLines(tasks.map((task, i) => ({ task_index: i, task }))),
  );
  for (const index of lengths.keys()) {
    await writeParquet(join(folder, dataPathV2(index)), frameColumns(recipe, [index]), recipe.parquet);
  }
  return folder;
}

export function dataPathV2(episode: number): string {
  return `data/chunk-000/episode_${String(episode).padStart(6, "0")}.parquet`;
}

/** A v3.0 dataset with all its frames in one Parquet file. */
export async function buildV3(folder: string, recipe: Recipe): Promise<string> {
  const { lengths, tasks = ["pick the cube"] } = recipe;
  if (recipe.info !== null) {
    const info = {
      data_path: "data/chunk-{chunk_index:03d}/file-{file_index:03d}.parquet",
      video_path: "videos/{video_key}/chunk-{chunk_index:03d}/file-{file_index:03d}.mp4",
      ...infoOf(recipe, "v3.0"),
    };
    await writeText(join(folder, "meta/info.json"), JSON.stringify(info));
  }
  const zeros = lengths.map(() => 0n);
  await writeParquet(join(folder, "meta/episodes/chunk-000/file-000.parquet"), [
    { name: "episode_index", type: "INT64", data: lengths.map((_, i) => BigInt(i)) },
    {
      name: "tasks",
      type: "STRING",
      rank: 1,
      data: lengths.map((_, i) => [tasks[recipe.taskOf?.(i, 0) ?? 0]]),
    },
    { name: "length", type: "INT64", data: lengths.map(BigInt) },
    { name: "data/chunk_index", type: "INT64", data: zeros },
    { name: "data/file_index", type: "INT64", data: zeros },
    ...(recipe.episodeColumns ?? []),
  ]);
  await writeParquet(join(folder, "meta/tasks.parquet"), [
    { name: "task_index", type: "INT64", data: tasks.map((_, i) => BigInt(i)) },
    { name: "task", type: "STRING", data: tasks },
  ]);
  if (lengths.length > 0) {
    const columns = frameColumns(recipe, [...lengths.keys()]);
    await writeParquet(join(folder, "data/chunk-000/file-000.parquet"), columns, recipe.parquet);
  }
  return folder;
}
