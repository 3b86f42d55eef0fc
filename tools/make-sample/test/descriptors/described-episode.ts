import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { SignalColumns } from "@retake/ai/types";
import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { makeEpisodes } from "../../src/sim/make-episodes.ts";
import { taskOf } from "../../src/sim/plan.ts";
import { FPS } from "../../src/sim/simulate.ts";
import { SAMPLE_SEED } from "../../src/sample.ts";

/** Folder of real datasets, where this machine has one. */
export const realData = process.env["RETAKE_TEST_DATA"] ?? "";

/** An episode as far as descriptors look at it. */
export interface DescribedEpisode {
  /** What its nearest neighbour should share: dataset and task. */
  kind: string;
  /** Of the sample alone. */
  behaviour: string;
  meta: { robotType: string | null };
  signals: SignalColumns[];
  /** For the baseline. */
  rewards: number[];
}

type Row = Record<string, unknown>;

/** All episodes of a LeRobot dataset, read without the importer. */
export async function realEpisodes(dataset: string): Promise<DescribedEpisode[]> {
  const folder = join(realData, dataset);
  const info = JSON.parse(readFileSync(join(folder, "meta/info.json"), "utf8")) as {
    robot_type: string | null;
    features: Record<string, unknown>;
  };
  const wanted = ["observation.state", "action", "next.reward", "timestamp", "episode_index", "task_index"];
  const columns = wanted.filter((name) => name in info.features);
  const episodes = new Map<number, Row[]>();
  for (const name of readdirSync(join(folder, "data"), { recursive: true, encoding: "utf8" }).sort()) {
    if (!name.endsWith(".parquet")) continue;
    const file = await asyncBufferFromFile(join(folder, "data", name));
    for (const row of await parquetReadObjects({ file, compressors, columns })) {
      const index = Number(row["episode_index"]);
      const rows = episodes.get(index) ?? [];
      rows.push(row);
      episodes.set(index, rows);
    }
  }
  return [...episodes.values()].map((rows) => ({
    kind: `${dataset} task ${String(rows[0]?.["task_index"])}`,
    behaviour: "",
    meta: { robotType: info.robot_type },
    signals: [column("/observation/state", rows, "observation.state"), column("/action", rows, "action")],
    rewards: rows.map((row) => numbers(row["next.reward"])[0] ?? 0),
  }));
}

export function sampleEpisodes(): DescribedEpisode[] {
  return makeEpisodes(SAMPLE_SEED).map(({ behaviour, rows }) => {
    const timed = rows.map(({ state, action }, frame) => ({ state, action, timestamp: frame / FPS }));
    return {
      kind: `sample task ${taskOf(behaviour)}`,
      behaviour,
      meta: { robotType: "sample arm" },
      signals: [column("/observation/state", timed, "state"), column("/action", timed, "action")],
      rewards: [],
    };
  });
}

function column(topic: string, rows: Row[], name: string): SignalColumns {
  const values = rows.map((row) => numbers(row[name]));
  return {
    topic,
    t: Float64Array.from(rows, (row) => Number(row["timestamp"])),
    dims: values[0]?.length ?? 0,
    values: Float64Array.from(values.flat()),
    names: [],
    units: [],
  };
}

function numbers(value: unknown): number[] {
  return Array.isArray(value) ? value.map(Number) : value === undefined ? [] : [Number(value)];
}
