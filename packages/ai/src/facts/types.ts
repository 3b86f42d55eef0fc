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
  /** In words; null: it has no name and was told by its shape. */
  name: string | null;
  topic: string;
  dim: number;
  moves: (GripMove & {
    /** Of a closing: whether fingers stopped before where they were sent; null where that cannot be told. */
    holds: boolean | null;
    /** Of a closing: nothing was between the fingers although something was meant to be. */
    missed: boolean;
    /** Of a closing that held: when the fingers closed further, seconds. */
    slippedAt: number | null;
  })[];
  startsOpen: boolean;
  endsOpen: boolean;
}

/** A point in space that moves: a hand, or in simulation an object. */
export interface Body {
  name: string;
  /** Whether it belongs to the surroundings, not to the robot. */
  isObject: boolean;
  /** Length of its way, and from where it began to where it ended. */
  path: Quantity;
  moved: Quantity;
  /** Highest above where it began, of three coordinates. */
  lifted: Quantity | null;
  from: number;
  to: number;
  /** To the goal of the same simulation, at both ends. */
  goalDistance: { start: number; end: number } | null;
}

/** What the robot's measured state (or, where that is missing or constant, its commands) tells. */
export interface MotionFacts {
  topic: string;
  isCommand: boolean;
  rows: number;
  dims: number;
  /** Dimensions that move, the one with the widest range first; at most 8. */
  movers: Mover[];
  movingDims: number;
  bodies: Body[];
  grips: Grip[];
  /** Of the episode's length, 0 to 1. */
  movingShare: number;
  pauses: { start: number; end: number }[];
  /** Seconds without motion at both ends. */
  idleHeadS: number;
  idleTailS: number;
  retries: { start: number; end: number }[];
  endsStill: boolean;
}

/** The reward at each row, where it was recorded. */
export interface RewardFacts {
  first: number;
  last: number;
  highest: number;
  highestAt: number;
  lowest: number;
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
  /** Summed, as it is kept with the episode. */
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
  rewards: RewardFacts | null;
  /** In time order, at most 200. */
  findings: Finding[];
}
