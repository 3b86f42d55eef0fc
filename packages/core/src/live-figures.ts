import type { TopicKind } from "./topics.ts";

/**
 * What the live screens show of one recording, written by the ingest at most once a second as JSON: under 8 KB for 20 topics.
 * Figures are rounded where they are made; every number is finite.
 */

/** `ok`: as meant. `warn`: worth a look. `bad`: what is recorded now is of no use. */
export type Lamp = "ok" | "warn" | "bad";

export interface LiveTopicFigures {
  name: string;
  kind: TopicKind;
  /** Messages per second of the last {@link LIVE_FIGURES.windowS}; 0 when nothing came. */
  rateHz: number;
  /** What the robot means to send, or has been sending so far; null: too little is known. */
  meantHz: number | null;
  /** The robot's time of the last message, seconds from the session's start; null: none yet, or no finite one. */
  lastTime: number | null;
  lamp: Lamp;
  /** Why the lamp is not `ok`, for a person beside the robot: "frozen for 3.1 s"; null when it is. */
  reason: string | null;
  /** Value 0 every {@link LIVE_FIGURES.sparkStepS}, oldest first; null: not a topic of numbers. */
  spark: number[] | null;
}

export interface LiveClockJump {
  /** Server time, seconds since 1970. */
  atServer: number;
  /** Seconds the robot's clock went ahead (> 0) or back (< 0). */
  by: number;
}

export interface LiveClockFigures {
  /** How far the robot's times lie behind the server's, at the least delay seen; null: no finite time yet. */
  offsetMs: number | null;
  /** Parts per million by which the robot's clock runs fast (> 0) or slow; null: less than a minute seen, or no more than the error. */
  skewPpm: number | null;
  /** The latest {@link LIVE_FIGURES.jumpsMax}, oldest first. */
  jumps: LiveClockJump[];
  jumpsTotal: number;
  /** Messages with a NaN, infinite, negative or huge time. */
  oddTimes: number;
  /** Those of them that are NaN or infinite; absent in figures of before they were counted. */
  notFinite?: number | undefined;
}

export interface LiveFigures {
  /** Messages and bytes per second of all topics together. */
  rateHz: number;
  bytesPerS: number;
  /** From reading a message off the socket to its ack, the slowest of the last window; null: nothing was acked in it. */
  lagMs: number | null;
  clock: LiveClockFigures;
  topics: LiveTopicFigures[];
  /** Server time of these figures, seconds since 1970. */
  updatedAt: number;
}

export const LIVE_FIGURES = {
  /** Seconds of the sliding window of rates. */
  windowS: 5,
  sparkStepS: 0.25,
  sparkValuesMax: 40,
  jumpsMax: 5,
} as const;
