// The shapes in which episodes, texts and vectors pass through this package. It reads and saves nothing: all of it is pure but the embedders.

/** One numeric topic of an episode, as the telemetry reader gives it. */
export interface SignalColumns {
  /** `/observation/state` */
  topic: string;
  /** Seconds from the episode's start, one per row, rising. */
  t: Float64Array;
  dims: number;
  /** rows × dims */
  values: ArrayLike<number>;
  /** One per dimension, or empty. */
  names: readonly string[];
  /** One per dimension, or empty where nothing is stated. */
  units: readonly string[];
}

/** What is known of an episode without looking at its signals. */
export interface EpisodeMeta {
  sessionId: string;
  source: "live" | "import";
  datasetName: string | null;
  episodeIndex: number | null;
  task: string | null;
  tasks: readonly string[];
  robotType: string | null;
  operator: string | null;
  fps: number;
  durationS: number;
  totalFrames: number;
  outcome: "success" | "failure" | null;
  totalReward: number | null;
  tags: readonly string[];
  rating: number | null;
  notes: string | null;
  cameras: readonly string[];
  /** Accepted labels of the team's layer. */
  labels: readonly { lane: string; label: string; start: number; end: number | null; note: string | null }[];
  comments: readonly { time: number; text: string }[];
  marks: readonly { time: number; kind: string; text: string | null }[];
  warnings: readonly { code: string; message: string }[];
}

/** A stretch or an instant that a rule found. */
export interface Finding {
  /** `grasp`, `release`, `slip`, `pause`, `retry`, `idle_head`, `idle_tail`, `frozen`, `gap`, `jump`, `not_a_number`, `out_of_range` */
  kind: string;
  start: number;
  /** Null: an instant. */
  end: number | null;
  /** In words, with the dimension and the figure. */
  text: string;
}

/** How texts become vectors. Those of different spaces never mix. */
export interface Embedder {
  /** `local:use-lite:512`, `openai:<model>:<dims>` */
  readonly space: string;
  readonly dims: number;
  /**
   * One vector of length 1 per text, in order.
   * @throws AppError `unavailable` when it cannot answer now, `rate_limited` when a budget is used up
   */
  embed(
    texts: readonly string[],
    options?: { signal?: AbortSignal; purpose?: "query" | "index" },
  ): Promise<Float32Array[]>;
  close(): Promise<void>;
}

/** Row-major vectors, one per item. */
export interface Matrix {
  rows: number;
  dims: number;
  data: Float32Array;
}

/** The k nearest of each row, nearest first, itself left out; `-1` where there are fewer. */
export interface Neighbours {
  k: number;
  index: Int32Array;
  /** Euclidean. */
  distance: Float32Array;
}

/** Lays vectors out in the plane. The same input, options and seed give the same layout. */
export interface Projector {
  readonly name: string;
  /** @returns rows × 2 */
  project(input: {
    vectors: Matrix;
    neighbours: Neighbours;
    seed: number;
    /** An earlier layout (rows × 2, NaN where a row is new): points start from it and stay near it, unless it says nothing of these vectors. */
    start?: Float32Array;
    onProgress?: (share: number) => void;
  }): Float32Array;
}
