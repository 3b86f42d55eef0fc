import type { SealedMark, SealedPart, SeqRange } from "@retake/telemetry/log";
import type { WrittenSegment } from "@retake/telemetry/types";

/** A recording as the sealer found it in the register. */
export interface DueRecording {
  episodeId: string;
  workspaceId: string;
  sessionId: string;
  startedAt: Date;
  /** Nothing comes any more. */
  ended: boolean;
  sealedSeq: number;
  sealAskedSeq: number;
  /** Parts that are committed. */
  parts: number;
  /** The latest time of them, seconds from the episode's start. */
  lastTime: number;
}

/** Width and height of a camera's pictures, null where they do not say. */
export interface PictureSize {
  width: number | null;
  height: number | null;
}

/** The objects of one part, durable under keys that nobody knows yet. */
export interface WrittenPart {
  segment: WrittenSegment;
  clockKey: string | null;
  blobs: SealedPart["blobs"];
  /** By camera topic. */
  pictures: ReadonlyMap<string, PictureSize>;
}

/** Numbers `[recording.sealedSeq, nextSeq)` of a recording, ready for the register. */
export interface SealedRange {
  nextSeq: number;
  /** Null when there is no sample among them. */
  part: WrittenPart | null;
  marks: readonly SealedMark[];
  timesReplaced: number;
  /** By reason. */
  refused: ReadonlyMap<string, number>;
  missing: readonly SeqRange[];
}
