import type { ErrorCode } from "@retake/core/errors";

/** What a decoding process is asked to do, and what it answers. Sent over IPC by structured clone. */
export type DecodeJob = FramesJob | PicturesJob | ProxyJob | ClipJob | JoinJob | LuminanceJob;

interface Layout {
  /** Width of each picture, never enlarged; null keeps the original's. */
  width: number | null;
  /** `single` takes the first picture, `strip` sets all of them side by side. */
  layout: "single" | "strip";
}

/** JPEG of frames of a video, by presentation ordinal. */
export interface FramesJob extends Layout {
  kind: "frames";
  file: string;
  ordinals: number[];
  /** A system ffmpeg to use; null looks in PATH. */
  ffmpegPath: string | null;
}

/** JPEG of encoded pictures (JPEG, PNG, TIFF…). */
export interface PicturesJob extends Layout {
  kind: "pictures";
  pictures: Uint8Array[];
}

/** One byte: the mean luminance of an encoded picture. */
export interface LuminanceJob {
  kind: "luminance";
  picture: Uint8Array;
}

/** H.264 copy of a video, written to `target`. */
export interface ProxyJob {
  kind: "proxy";
  file: string;
  target: string;
  ffmpegPath: string | null;
}

/** Where an encoded picture lies in a file of this machine. */
export interface PicturePlace {
  file: string;
  offset: number;
  length: number;
}

/** H.264 of encoded pictures, one after the other, written to `target`. One that cannot be decoded is shown as the one before it. */
export interface ClipJob {
  kind: "clip";
  pictures: PicturePlace[];
  width: number;
  height: number;
  /** Pictures from one key frame to the next. */
  groupFrames: number;
  target: string;
  ffmpegPath: string | null;
}

/** Clips made by {@link ClipJob}s as one video, written to `target`. */
export interface JoinJob {
  kind: "join";
  clips: string[];
  /** Presentation time of each picture, seconds, ascending. */
  times: Float64Array;
  /** When the last one ends. */
  endTime: number;
  target: string;
}

export interface JobRequest {
  id: number;
  job: DecodeJob;
}

export type JobReply =
  | { id: number; kind: "progress"; fraction: number }
  | { id: number; kind: "done"; bytes: Uint8Array; wasmRuns: number }
  | { id: number; kind: "failed"; code: ErrorCode; message: string; detail: string | undefined };
