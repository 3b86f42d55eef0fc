export { openLogTail } from "./log-tail.ts";
export type { LogTail, LogTailOptions, TailColumns, TailQuery, TailSession } from "./types.ts";
export type { TailPicture, TailTopic } from "./followed-session.ts";
export { picturesKey, type TailSegment, type TailSegmentTopic } from "./tail-segments.ts";
