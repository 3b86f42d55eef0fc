import type { SampleType } from "../types.ts";

/** A topic as its samples were sent. */
export interface LogTopic {
  name: string;
  type: SampleType;
  /** Of one sample, `[]` for a scalar. */
  shape: number[];
}

/** One sample's values, row-major; a text; or for images the picture's bytes as received. */
export type LogValues = Float32Array | Float64Array | BigInt64Array | Uint8Array | string;

export interface LogSample {
  /** Index into the batch's topics. */
  topic: number;
  /** Seconds on the robot's clock, exactly as sent: may be NaN, infinite, or go back. */
  t: number;
  /** Seconds since 1970 on ours. */
  serverTime: number;
  /** Negative where the robot gave none. */
  frame: number;
  values: LogValues;
}

/** Consecutive samples of one session: the i-th has the sequence number `firstSeq + i`. */
export interface SampleBatch {
  /** 1 for a session's first sample. */
  firstSeq: number;
  topics: LogTopic[];
  samples: LogSample[];
}

/** Something that somebody said about a moment. */
export interface Mark {
  t: number;
  serverTime: number;
  kind: string;
  text: string;
}

export type SessionRecord =
  | { kind: "open"; session: string; meta: string }
  | { kind: "samples"; session: string; batch: SampleBatch }
  | { kind: "mark"; session: string; number: number; mark: Mark }
  | { kind: "close"; session: string; reason: string }
  /** First in every file for each session that is open: what the files before would have said. */
  | { kind: "carry"; session: string; meta: string; nextSeq: number; nextMark: number };
