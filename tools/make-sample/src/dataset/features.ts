import { CAMERAS } from "../render/episode-frames.ts";
import { JOINTS } from "../sim/arm.ts";
import { type Episode, FPS, type Row } from "../sim/simulate.ts";
import type { Column } from "./parquet.ts";

/** A feature that has a column in the data table: how it is declared, stored and taken from a frame. */
export interface Feature {
  dtype: "float32" | "bool" | "int64";
  shape: [number];
  names: string[] | null;
  /** Values of one frame, `shape[0]` of them. */
  of(row: Row, at: { frame: number; episode: number; index: number; task: number }): number[];
}

const single = (dtype: Feature["dtype"], of: Feature["of"]): Feature => ({
  dtype,
  shape: [1],
  names: null,
  of,
});
const ENVIRONMENT = ["cube.x", "cube.y", "cube.z", "cube.yaw", "goal.x", "goal.y"];

export const FEATURES: Record<string, Feature> = {
  "observation.state": { dtype: "float32", shape: [7], names: [...JOINTS], of: (row) => row.state },
  action: { dtype: "float32", shape: [7], names: [...JOINTS], of: (row) => row.action },
  "observation.environment_state": {
    dtype: "float32",
    shape: [6],
    names: ENVIRONMENT,
    of: (row) => row.environment,
  },
  "next.reward": single("float32", (row) => [row.reward]),
  "next.done": single("bool", (row) => [Number(row.done)]),
  "next.success": single("bool", (row) => [Number(row.success)]),
  timestamp: single("float32", (_, { frame }) => [frame / FPS]),
  frame_index: single("int64", (_, { frame }) => [frame]),
  episode_index: single("int64", (_, { episode }) => [episode]),
  index: single("int64", (_, { index }) => [index]),
  task_index: single("int64", (_, { task }) => [task]),
};

/** Every value of a feature as stored (float32 rounded), frame by frame, one list an episode. */
export function featureValues(feature: Feature, episodes: Episode[]): number[][][] {
  let index = 0;
  return episodes.map(({ rows, task }, episode) =>
    rows.map((row, frame) => {
      const values = feature.of(row, { frame, episode, task, index: index++ });
      return feature.dtype === "float32" ? values.map(Math.fround) : values;
    }),
  );
}

export function dataColumn(name: string, feature: Feature, episodes: Episode[]): Column {
  const element = { float32: "FLOAT", bool: "BOOLEAN", int64: "INT64" } as const;
  const stored = (value: number): unknown =>
    feature.dtype === "int64" ? BigInt(value) : feature.dtype === "bool" ? value === 1 : value;
  const depth = feature.shape[0] === 1 ? 0 : 1;
  const values = featureValues(feature, episodes)
    .flat()
    .map((row) => (depth === 0 ? stored(row[0] ?? 0) : row.map(stored)));
  return { name, element: element[feature.dtype], depth, values };
}

/** The `features` object of info.json. */
export function declaredFeatures(): Record<string, unknown> {
  const cameras = CAMERAS.map(({ key, width, height }) => [
    key,
    {
      dtype: "video",
      shape: [height, width, 3],
      names: ["height", "width", "channels"],
      info: {
        "video.height": height,
        "video.width": width,
        "video.codec": "h264",
        "video.pix_fmt": "yuv420p",
        "video.is_depth_map": false,
        "video.fps": FPS,
        "video.channels": 3,
        has_audio: false,
      },
    },
  ]);
  const plain = Object.entries(FEATURES).map(([name, { dtype, shape, names }]) => [
    name,
    { dtype, shape, names },
  ]);
  return Object.fromEntries([...plain, ...cameras]);
}
