import type { Cluster } from "@retake/ai/clusters";
import type { MotionSample, MotionSpaceFit } from "@retake/ai/motion";
import type { Matrix } from "@retake/ai/types";

/** What takes seconds of computing. It runs in a thread of its own, so that nothing else of the process waits. */
export type Job = SpaceJob | MapJob | PlaceJob;

export interface SpaceJob {
  kind: "space";
  samples: MotionSample[];
}

export interface SpaceResult {
  fit: MotionSpaceFit;
  /** One per sample; null where one could not be made. */
  vectors: (Float32Array | null)[];
}

export interface MapJob {
  kind: "map";
  vectors: Matrix;
  /** The earlier layout, rows × 2, NaN where a row is new; null: there is none. */
  start: Float32Array | null;
  seed: number;
}

export interface MapResult {
  /** rows × 2 */
  layout: Float32Array;
  near: Near;
  /** −1: between the clusters. */
  label: Int32Array;
  clusters: Cluster[];
  trustworthiness: number;
  meanShift: number | null;
}

export interface PlaceJob {
  kind: "place";
  /** Rows that have a place, with it. */
  vectors: Matrix;
  layout: Float32Array;
  /** The similarity that each row's last kept neighbour has; −1 where there is room. */
  reach: Float32Array;
  /** See `map/similarity.ts`. */
  scale: number;
  added: Matrix;
  seed: number;
}

export interface PlaceResult {
  /** added rows × 2 */
  layout: Float32Array;
  /** Of `vectors`, for each added row; then of `added` itself: numbers from `vectors.rows` on. */
  near: Near;
  /** Pairs of a row of `vectors` and one of `added` that is among its nearest from now on. */
  closer: { anchor: Int32Array; added: Int32Array; similarity: Float64Array };
}

/** The nearest of each row, nearest first; −1 where there are fewer. */
export interface Near {
  k: number;
  index: Int32Array;
  distance: Float32Array;
}

export type ResultOf<J extends Job> = J extends SpaceJob
  ? SpaceResult
  : J extends MapJob
    ? MapResult
    : PlaceResult;

export type Answer =
  | { kind: "progress"; share: number }
  | { kind: "result"; result: SpaceResult | MapResult | PlaceResult }
  | { kind: "problem"; message: string };

/** Neighbours that are kept of every episode. */
export const NEIGHBOURS = 8;
