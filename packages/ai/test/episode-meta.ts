import type { EpisodeMeta, SignalColumns } from "../src/types.ts";

/** An episode of which nothing is said but its length. */
export const bareMeta: EpisodeMeta = {
  sessionId: "episode-1",
  source: "import",
  datasetName: "lab/set",
  episodeIndex: 0,
  task: null,
  tasks: [],
  robotType: "so101",
  operator: null,
  fps: 20,
  durationS: 10,
  totalFrames: 201,
  outcome: null,
  totalReward: null,
  tags: [],
  rating: null,
  notes: null,
  cameras: [],
  labels: [],
  comments: [],
  marks: [],
  warnings: [],
};

/** A topic whose row at `t` seconds is `row(t)`. */
export function signalOf(
  topic: string,
  names: readonly string[],
  row: (t: number) => readonly number[],
  { durationS = 10, fps = 20, units = [] as readonly string[] } = {},
): SignalColumns {
  const t = Float64Array.from({ length: Math.round(durationS * fps) + 1 }, (_, i) => i / fps);
  const rows = Array.from(t, row);
  return { topic, t, dims: rows[0]?.length ?? 0, values: rows.flat(), names, units };
}
