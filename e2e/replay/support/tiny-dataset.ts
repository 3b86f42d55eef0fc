import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { parquetWriteBuffer } from "hyparquet-writer";

export interface TinyDataset {
  folder: string;
  fps: number;
  /** Frames of each episode, in order. */
  episodes: number[];
  /** Value of the one signal at a row of the whole dataset. */
  signal: (row: number) => number;
  /** Whose MP4s lie at `videos/<name>/chunk-000/file-000.mp4` already. */
  cameras?: { name: string; width: number; height: number }[];
}

const scalar = (dtype: string) => ({ dtype, shape: [1], names: null });

/** Writes a small LeRobot v3.0 dataset: one signal and any number of cameras, all episodes in one file of each kind. */
export async function writeTinyDataset({
  folder,
  fps,
  episodes,
  signal,
  cameras = [],
}: TinyDataset): Promise<void> {
  for (const name of ["data/chunk-000", "meta/episodes/chunk-000"]) {
    await mkdir(path.join(folder, name), { recursive: true });
  }
  const starts = episodes.map((_, i) => episodes.slice(0, i).reduce((sum, n) => sum + n, 0));
  const rows = episodes.flatMap((frames, episode) =>
    Array.from({ length: frames }, (_, frame) => ({ episode, frame })),
  );
  const big = (values: number[]): bigint[] => values.map(BigInt);
  const zeros = big(episodes.map(() => 0));
  const write = (file: string, columnData: Parameters<typeof parquetWriteBuffer>[0]["columnData"]) =>
    writeFile(path.join(folder, file), new Uint8Array(parquetWriteBuffer({ columnData })));

  await write("data/chunk-000/file-000.parquet", [
    { name: "observation.state", data: rows.map((_, row) => signal(row)), type: "FLOAT" },
    { name: "timestamp", data: rows.map(({ frame }) => frame / fps), type: "FLOAT" },
    { name: "frame_index", data: big(rows.map(({ frame }) => frame)), type: "INT64" },
    { name: "episode_index", data: big(rows.map(({ episode }) => episode)), type: "INT64" },
    { name: "index", data: big(rows.map((_, row) => row)), type: "INT64" },
    { name: "task_index", data: big(rows.map(() => 0)), type: "INT64" },
  ]);
  await write("meta/episodes/chunk-000/file-000.parquet", [
    { name: "episode_index", data: big(episodes.map((_, i) => i)), type: "INT64" },
    { name: "length", data: big(episodes), type: "INT64" },
    { name: "data/chunk_index", data: zeros, type: "INT64" },
    { name: "data/file_index", data: zeros, type: "INT64" },
    { name: "dataset_from_index", data: big(starts), type: "INT64" },
    {
      name: "dataset_to_index",
      data: big(starts.map((start, i) => start + (episodes[i] ?? 0))),
      type: "INT64",
    },
    ...cameras.flatMap(({ name }) => [
      { name: `videos/${name}/chunk_index`, data: zeros, type: "INT64" as const },
      { name: `videos/${name}/file_index`, data: zeros, type: "INT64" as const },
      {
        name: `videos/${name}/from_timestamp`,
        data: starts.map((start) => start / fps),
        type: "DOUBLE" as const,
      },
      {
        name: `videos/${name}/to_timestamp`,
        data: starts.map((start, i) => (start + (episodes[i] ?? 0)) / fps),
        type: "DOUBLE" as const,
      },
    ]),
  ]);
  await write("meta/tasks.parquet", [
    { name: "task", data: ["Count the frames"], type: "STRING" },
    { name: "task_index", data: [0n], type: "INT64" },
  ]);
  await writeFile(
    path.join(folder, "meta/info.json"),
    JSON.stringify({
      codebase_version: "v3.0",
      robot_type: "counter",
      fps,
      total_episodes: episodes.length,
      total_frames: rows.length,
      total_tasks: 1,
      chunks_size: 1_000,
      splits: { train: `0:${episodes.length}` },
      data_path: "data/chunk-{chunk_index:03d}/file-{file_index:03d}.parquet",
      video_path:
        cameras.length === 0 ? null : "videos/{video_key}/chunk-{chunk_index:03d}/file-{file_index:03d}.mp4",
      features: {
        "observation.state": scalar("float32"),
        timestamp: scalar("float32"),
        frame_index: scalar("int64"),
        episode_index: scalar("int64"),
        index: scalar("int64"),
        task_index: scalar("int64"),
        ...Object.fromEntries(
          cameras.map(({ name, width, height }) => [
            name,
            { dtype: "video", shape: [height, width, 3], names: ["height", "width", "channels"] },
          ]),
        ),
      },
    }),
  );
}
