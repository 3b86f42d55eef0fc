import type { ProtocolErrorCode } from "./errors.ts";

/**
 * The messages as decoded values. Fields have their names of the wire; an absent field is null; numbers are typed arrays and
 * pictures are bytes, whichever form they came in.
 */

/** What one message of each data type carries. `bool[]` is one byte per value, 0 or 1; `image` is an encoded picture. */
export interface DataOf {
  "float32[]": Float32Array;
  "float64[]": Float64Array;
  "int64[]": BigInt64Array;
  "bool[]": Uint8Array;
  string: string;
  image: Uint8Array;
}

export type DataType = keyof DataOf;
export type NumericType = Exclude<DataType, "string" | "image">;

export interface TopicDeclaration {
  topic: string;
  data_type: DataType;
  /** Of one message, `[]` for a scalar; null: as the first message has it. */
  shape: number[] | null;
  names: string[] | null;
  units: string[] | null;
}

export interface SessionStart {
  type: "session_start";
  session_id: string;
  robot_type: string | null;
  /** Frames per second the robot means to send, > 0. */
  fps: number | null;
  topics: TopicDeclaration[];
  task: string | null;
  operator: string | null;
  protocol: 1 | 2;
  resume: boolean;
  token: string | null;
}

interface MessageHead {
  type: "message";
  /** Null in protocol 1. */
  seq: number | null;
  topic: string;
  /** Seconds from the start, as sent: may be negative, NaN or infinite. */
  timestamp: number;
  frame_index: number | null;
}

export type DataMessage = {
  [T in DataType]: MessageHead & { data_type: T; data: DataOf[T] };
}[DataType];

export const MARK_KINDS = ["success", "failure", "note", "phase"] as const;

export interface Mark {
  type: "mark";
  /** With a number a mark is acked and re-sent as a message is; without, it arrives at most once. */
  seq: number | null;
  timestamp: number;
  kind: (typeof MARK_KINDS)[number];
  text: string | null;
}

/** A message that could be told from its neighbours but not be accepted. It uses up its number and counts as dropped. */
export interface Refused {
  type: "refused";
  seq: number | null;
  code: ProtocolErrorCode;
  reason: string;
}

export type DataItem = DataMessage | Mark | Refused;

/** `message`, `mark`, `batch` and binary frames, all as one. */
export interface DataFrame {
  type: "data";
  /** Topics announced in this frame (binary only). */
  declared: TopicDeclaration[];
  items: DataItem[];
}

export interface SessionEnd {
  type: "session_end";
  outcome: "success" | "failure" | null;
  total_reward: number | null;
  /** The last number sent, so that the server can tell that nothing is missing; null: not said. */
  last_seq: number | null;
  /** Protocol 1, whose robots cannot be asked again: what could not be read, and stands as null above. */
  unread?: UnreadField[];
}

export interface UnreadField {
  field: "outcome" | "total_reward";
  /** What was sent, shortened. */
  said: string;
}

export type ClientFrame = SessionStart | DataFrame | SessionEnd;

export interface SessionStarted {
  type: "session_started";
  session_id: string;
  /** The next number wanted; everything before it is durable. */
  resume_from: number;
  /** Messages the client may have sent beyond the last ack. */
  credit: number;
}

export interface Ack {
  type: "ack";
  /** Every message up to and including this number is durable. */
  seq: number;
  credit: number;
}

export interface Backpressure {
  type: "backpressure";
  action: "slow_down" | "resume";
  queued: number;
}

export interface ServerError {
  type: "error";
  /** A {@link ProtocolErrorCode}, or one this version does not know yet. */
  code: string;
  message: string;
  fatal: boolean;
  /** The number of the message that was refused. */
  seq: number | null;
  /** With `gap`: the number wanted. */
  wanted: number | null;
}

export interface GoingAway {
  type: "going_away";
  reconnect_after_ms: number;
}

export interface SessionEnded {
  type: "session_ended";
  session_id: string;
  messages: number;
  frames: number;
  /** Messages that were refused, each told by an `error` with its number. */
  dropped: number;
}

export type ServerMessage = SessionStarted | Ack | Backpressure | ServerError | GoingAway | SessionEnded;
