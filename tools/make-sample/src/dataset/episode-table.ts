import { CAMERAS } from "../render/episode-frames.ts";
import { TASKS } from "../sim/plan.ts";
import { type Episode, FPS } from "../sim/simulate.ts";
import type { Column, Table } from "./parquet.ts";
import type { Statistics } from "./statistics.ts";

/** Statistics of one episode (or of all) by feature; cameras under their own names. */
export type StatisticsByFeature = Record<string, Statistics>;

export const isCamera = (feature: string): boolean => CAMERAS.some(({ key }) => key === feature);

/** `meta/episodes`: where each episode lies in the data and in each camera's MP4, and its statistics. */
export function episodeTable(episodes: Episode[], statistics: StatisticsByFeature[]): Table {
  const lengths = episodes.map(({ rows }) => rows.length);
  const starts = lengths.map((_, n) => lengths.slice(0, n).reduce((sum, length) => sum + length, 0));
  const whole = (name: string, values: number[]): Column => ({
    name,
    element: "INT64",
    depth: 0,
    values: values.map(BigInt),
  });
  const zero = lengths.map(() => 0);
  const real = (name: string, values: number[]): Column => ({ name, element: "DOUBLE", depth: 0, values });
  const ends = starts.map((start, n) => start + (lengths[n] ?? 0));
  const videos = CAMERAS.flatMap(({ key }) => [
    whole(`videos/${key}/chunk_index`, zero),
    whole(`videos/${key}/file_index`, zero),
    real(
      `videos/${key}/from_timestamp`,
      starts.map((start) => start / FPS),
    ),
    real(
      `videos/${key}/to_timestamp`,
      ends.map((end) => end / FPS),
    ),
  ]);
  return {
    columns: [
      whole("episode_index", [...episodes.keys()]),
      { name: "tasks", element: "STRING", depth: 1, values: episodes.map(({ task }) => [TASKS[task] ?? ""]) },
      whole("length", lengths),
      whole("data/chunk_index", zero),
      whole("data/file_index", zero),
      whole("dataset_from_index", starts),
      whole("dataset_to_index", ends),
      ...videos,
      ...statisticsColumns(statistics),
      whole("meta/episodes/chunk_index", zero),
      whole("meta/episodes/file_index", zero),
    ],
  };
}

function statisticsColumns(statistics: StatisticsByFeature[]): Column[] {
  return Object.keys(statistics[0] ?? {}).flatMap((feature) =>
    Object.keys(statistics[0]?.[feature] ?? {}).map((stat): Column => {
      const name = `stats/${feature}/${stat}`;
      const values = statistics.map((each) => each[feature]?.[stat as keyof Statistics] ?? []);
      if (stat === "count")
        return { name, element: "INT64", depth: 1, values: values.map((v) => v.map(BigInt)) };
      if (!isCamera(feature)) return { name, element: "DOUBLE", depth: 1, values };
      return { name, element: "DOUBLE", depth: 3, values: values.map(perChannel) };
    }),
  );
}

/** Cameras' statistics have the shape [C][1][1]. */
export const perChannel = (values: number[]): number[][][] => values.map((value) => [[value]]);
