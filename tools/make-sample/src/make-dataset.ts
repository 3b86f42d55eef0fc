import { datasetCard } from "./dataset/card.ts";
import { sampleCameras, SAMPLED_FRAMES } from "./dataset/camera-samples.ts";
import { episodeTable, isCamera, perChannel, type StatisticsByFeature } from "./dataset/episode-table.ts";
import { dataColumn, declaredFeatures, FEATURES, featureValues } from "./dataset/features.ts";
import type { Table } from "./dataset/parquet.ts";
import { type Statistics, statisticsOf } from "./dataset/statistics.ts";
import { CAMERAS } from "./render/episode-frames.ts";
import { makeEpisodes } from "./sim/make-episodes.ts";
import { TASKS } from "./sim/plan.ts";
import { type Episode, FPS } from "./sim/simulate.ts";

/** Every file of the dataset but the videos, by its path. */
export interface Dataset {
  tables: Record<string, Table>;
  texts: Record<string, string>;
}

/** A LeRobot v3.0 dataset of the simulated arm; equal seeds give equal datasets. */
export function makeDataset(seed: number): Dataset {
  const episodes = makeEpisodes(seed);
  const { each, all } = allStatistics(episodes);
  return {
    tables: {
      "data/chunk-000/file-000.parquet": {
        columns: Object.entries(FEATURES).map(([name, feature]) => dataColumn(name, feature, episodes)),
        rowGroups: episodes.map(({ rows }) => rows.length),
      },
      "meta/episodes/chunk-000/file-000.parquet": episodeTable(episodes, each),
      "meta/tasks.parquet": taskTable(),
    },
    texts: {
      "meta/info.json": json(info(episodes)),
      "meta/stats.json": json(
        Object.fromEntries(Object.entries(all).map(([name, stats]) => [name, shaped(name, stats)])),
      ),
      "README.md": datasetCard(episodes),
    },
  };
}

function allStatistics(episodes: Episode[]): { each: StatisticsByFeature[]; all: StatisticsByFeature } {
  const each = episodes.map((): StatisticsByFeature => ({}));
  const all: StatisticsByFeature = {};
  const put = (name: string, values: number[][][], counts?: number): void => {
    for (const [n, statistics] of each.entries()) statistics[name] = statisticsOf(values[n] ?? [], counts);
    all[name] = statisticsOf(values.flat(), counts === undefined ? undefined : counts * episodes.length);
  };
  for (const [name, feature] of Object.entries(FEATURES)) put(name, featureValues(feature, episodes));
  const samples = episodes.map(sampleCameras);
  for (const [n, { key }] of CAMERAS.entries())
    put(
      key,
      samples.map((cameras) => cameras[n] ?? []),
      SAMPLED_FRAMES,
    );
  return { each, all };
}

const shaped = (name: string, statistics: Statistics): unknown =>
  isCamera(name)
    ? Object.fromEntries(
        Object.entries(statistics).map(([stat, values]: [string, number[]]) => [
          stat,
          stat === "count" ? values : perChannel(values),
        ]),
      )
    : statistics;

function info(episodes: Episode[]): unknown {
  return {
    codebase_version: "v3.0",
    robot_type: "retake_sim_arm",
    total_episodes: episodes.length,
    total_frames: episodes.reduce((sum, { rows }) => sum + rows.length, 0),
    total_tasks: TASKS.length,
    chunks_size: 1000,
    data_files_size_in_mb: 100,
    video_files_size_in_mb: 200,
    fps: FPS,
    splits: { train: `0:${episodes.length}` },
    data_path: "data/chunk-{chunk_index:03d}/file-{file_index:03d}.parquet",
    video_path: "videos/{video_key}/chunk-{chunk_index:03d}/file-{file_index:03d}.mp4",
    features: declaredFeatures(),
  };
}

/** LeRobot reads the sentence from the pandas index, so the file must say which column that is. */
function taskTable(): Table {
  const text = { pandas_type: "unicode", numpy_type: "object" };
  const pandas = {
    index_columns: ["task"],
    column_indexes: [{ name: null, field_name: null, ...text, metadata: { encoding: "UTF-8" } }],
    columns: [
      {
        name: "task_index",
        field_name: "task_index",
        pandas_type: "int64",
        numpy_type: "int64",
        metadata: null,
      },
      { name: "task", field_name: "task", ...text, metadata: null },
    ],
    attributes: {},
    creator: { library: "pyarrow", version: "21.0.0" },
    pandas_version: "2.3.3",
  };
  return {
    columns: [
      { name: "task_index", element: "INT64", depth: 0, values: TASKS.map((_, n) => BigInt(n)) },
      { name: "task", element: "STRING", depth: 0, values: [...TASKS] },
    ],
    metadata: { pandas: JSON.stringify(pandas) },
  };
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
