import type { EpisodeMeta, Finding } from "../types.ts";

/** A figure in the unit that its dimension states; null: none is stated, and none is guessed. */
export interface Quantity {
  value: number;
  unit: string | null;
}

/** One dimension that moves. */
export interface Mover {
  /** As the dataset names it, or `dimension 3`. */
  name: string;
  dim: number;
  /** From its lowest to its highest value. */
  range: Quantity;
  /** From the first value to the last, signed. */
  net: Quantity;
  /** All of its movement added up. */
  travel: Quantity;
  /** When it moves fastest, and from when to when it moves most (from 10 to 90 % of its travel), seconds. */
  fastestAt: number;
  from: number;
  to: number;
}

/** From when fingers begin to move until they rest. */
export interface GripMove {
  kind: "close" | "open";
  start: number;
  end: number;
}

/** One gripper over an episode. */
export interface Grip {
  /** As the dataset names it; null: it has no name and was told by its shape. */
  name: string | null;
  dim: number;
  moves: GripMove[];
  startsOpen: boolean;
  endsOpen: boolean;
}

/** What the robot's measured state (or, where that is missing or constant, its commands) tells. */
export interface MotionFacts {
  topic: string;
  rows: number;
  dims: number;
  /** Dimensions that move, the one with the largest share of the movement first; at most 8. */
  movers: Mover[];
  movingDims: number;
  /** Length of the way of the hand or point, where dimensions are coordinates of one unit. */
  path: Quantity | null;
  grips: Grip[];
  /** Shares of the episode's length. */
  movingShare: number;
  pauses: { start: number; end: number }[];
  /** Seconds without motion at both ends. */
  idleHeadS: number;
  idleTailS: number;
  retries: { start: number; end: number }[];
  endsStill: boolean;
}

/** All that is known of an episode without a model, as plain JSON. Texts of people are cleaned and cut. */
export interface EpisodeFacts {
  version: 1;
  source: "live" | "import";
  dataset: string | null;
  episodeIndex: number | null;
  task: string | null;
  /** Other tasks than `task`. */
  tasks: string[];
  robot: string | null;
  operator: string | null;
  fps: number;
  durationS: number;
  frames: number;
  outcome: EpisodeMeta["outcome"];
  reward: number | null;
  rating: number | null;
  tags: string[];
  cameras: string[];
  notes: string | null;
  labels: { lane: string; label: string; start: number; end: number | null; note: string | null }[];
  comments: { time: number; text: string }[];
  marks: { time: number; kind: string; text: string | null }[];
  /** Warnings of the import or the recording. */
  warnings: string[];
  motion: MotionFacts | null;
  /** In time order, at most 200. */
  findings: Finding[];
}
