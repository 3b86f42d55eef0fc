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
  kind: "sample";
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

/** Something that somebody said about a moment: `t` as sent, in seconds of the robot's clock. */
export interface MarkText {
  t: number;
  kind: string;
  text: string;
}

/** A mark and when it came: seconds since 1970 on our clock. */
export interface Mark extends MarkText {
  serverTime: number;
}

/** What one sequence number stands for. A refused message keeps its number, and of its content only why it was refused. */
export type LogItem =
  | LogSample
  | { kind: "mark"; serverTime: number; mark: MarkText }
  | { kind: "refused"; code: string };

/** Consecutive items of one session: the i-th has the sequence number `firstSeq + i`. */
export interface ItemBatch {
  /** 1 for a session's first item. */
  firstSeq: number;
  topics: LogTopic[];
  items: LogItem[];
}

/** What a session has recorded. */
export interface SessionCounts {
  /** Samples, pictures included. */
  messages: number;
  /** Pictures. */
  frames: number;
  /** With and without a sequence number. */
  marks: number;
  refused: number;
}

export type SessionRecord =
  | { kind: "open"; session: string; meta: string }
  | { kind: "items"; session: string; batch: ItemBatch }
  /** A mark without a sequence number. */
  | { kind: "mark"; session: string; number: number; mark: Mark }
  /** What replaces the meta given before. */
  | { kind: "describe"; session: string; meta: string }
  | { kind: "close"; session: string; reason: string }
  | CarryRecord;

/** First in every file for each session that is open: what the files before would have said. */
export interface CarryRecord {
  kind: "carry";
  session: string;
  meta: string;
  nextSeq: number;
  nextMark: number;
  counts: SessionCounts;
}
