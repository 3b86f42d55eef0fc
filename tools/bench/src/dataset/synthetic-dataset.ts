import fs from "node:fs";
import path from "node:path";
import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";
import { createRandom } from "./random.ts";

const FPS = 10;
/** PushT's episodes have 49 to 246 frames, 125 in the mean. */
const FRAMES_MIN = 49;
const FRAMES_MAX = 201;
const SEED = 20_260_101;

const VECTOR = { dtype: "float32", shape: [2], names: { motors: ["motor_0", "motor_1"] } };
const scalar = (dtype: string) => ({ dtype, shape: [1], names: null });
const FEATURES = {
  "observation.state": VECTOR,
  action: VECTOR,
  episode_index: scalar("int64"),
  frame_index: scalar("int64"),
  timestamp: scalar("float32"),
  "next.reward": scalar("float32"),
  "next.done": scalar("bool"),
  "next.success": scalar("bool"),
  index: scalar("int64"),
  task_index: scalar("int64"),
};

/** A LeRobot v3.0 dataset with PushT's features, rate and lengths, and no video. */
export async function writeSyntheticDataset(folder: string, episodes: number): Promise<void> {
  for (const name of ["data/chunk-000", "meta/episodes/chunk-000"])
    fs.mkdirSync(path.join(folder, name), { recursive: true });
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  try {
    const frames = await fillRows(connection, episodes);
    await writeTables(connection, folder);
    const info = {
      codebase_version: "v3.0",
      robot_type: "unknown",
      total_episodes: episodes,
      total_frames: frames,
      total_tasks: 1,
      chunks_size: 1_000,
      fps: FPS,
      splits: { train: `0:${episodes}` },
      data_path: "data/chunk-{chunk_index:03d}/file-{file_index:03d}.parquet",
      video_path: null,
      features: FEATURES,
    };
    fs.writeFileSync(path.join(folder, "meta/info.json"), JSON.stringify(info));
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** @returns how many rows there are */
async function fillRows(connection: DuckDBConnection, episodes: number): Promise<number> {
  await connection.run(
    `CREATE TABLE raw (sx DOUBLE, sy DOUBLE, ax DOUBLE, ay DOUBLE, reward DOUBLE, last BOOLEAN, success BOOLEAN,
      episode INTEGER, frame INTEGER, row INTEGER)`,
  );
  const appender = await connection.createAppender("raw");
  const random = createRandom(SEED);
  let row = 0;
  for (let episode = 0; episode < episodes; episode++) {
    const frames = FRAMES_MIN + Math.floor(random() * (FRAMES_MAX - FRAMES_MIN));
    let [x, y] = [100 + 300 * random(), 100 + 300 * random()];
    for (let frame = 0; frame < frames; frame++, row++) {
      const [ax, ay] = [x + 40 * (random() - 0.5), y + 40 * (random() - 0.5)];
      const last = frame === frames - 1;
      for (const value of [x, y, ax, ay, frame / frames]) appender.appendDouble(value);
      appender.appendBoolean(last);
      appender.appendBoolean(last && episode % 5 > 0);
      for (const value of [episode, frame, row]) appender.appendInteger(value);
      appender.endRow();
      [x, y] = [(x + ax) / 2, (y + ay) / 2];
    }
  }
  appender.closeSync();
  return row;
}

async function writeTables(connection: DuckDBConnection, folder: string): Promise<void> {
  const copy = async (query: string, file: string): Promise<void> => {
    const quoted = path.join(folder, file).replaceAll("'", "''");
    await connection.run(`COPY (${query}) TO '${quoted}' (FORMAT parquet)`);
  };
  await copy(
    `SELECT [sx, sy]::FLOAT[] AS "observation.state", [ax, ay]::FLOAT[] AS action, episode::BIGINT AS episode_index,
      frame::BIGINT AS frame_index, (frame / ${FPS}.0)::FLOAT AS timestamp, reward::FLOAT AS "next.reward", last AS "next.done",
      success AS "next.success", row::BIGINT AS index, 0::BIGINT AS task_index FROM raw ORDER BY row`,
    "data/chunk-000/file-000.parquet",
  );
  await copy(
    `SELECT episode::BIGINT AS episode_index, 0::BIGINT AS "data/chunk_index", 0::BIGINT AS "data/file_index",
      min(row)::BIGINT AS dataset_from_index, (max(row) + 1)::BIGINT AS dataset_to_index, count(*) AS length,
      ['Push the T-shaped block onto the T-shaped target.'] AS tasks, 0::BIGINT AS "meta/episodes/chunk_index",
      0::BIGINT AS "meta/episodes/file_index" FROM raw GROUP BY episode ORDER BY episode`,
    "meta/episodes/chunk-000/file-000.parquet",
  );
  await copy(
    `SELECT 'Push the T-shaped block onto the T-shaped target.' AS task, 0::BIGINT AS task_index`,
    "meta/tasks.parquet",
  );
}
