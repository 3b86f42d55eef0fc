import type { ErrorCode } from "@retake/core/errors";

/** What a decoding process is asked to do, and what it answers. Sent over IPC by structured clone. */
export type DecodeJob = FramesJob | PicturesJob | ProxyJob;

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

/** H.264 copy of a video, written to `target`. */
export interface ProxyJob {
  kind: "proxy";
  file: string;
  target: string;
  ffmpegPath: string | null;
}

export interface JobRequest {
  id: number;
  job: DecodeJob;
}

export type JobReply =
  | { id: number; kind: "progress"; fraction: number }
  | { id: number; kind: "done"; bytes: Uint8Array; wasmRuns: number }
  | { id: number; kind: "failed"; code: ErrorCode; message: string; detail: string | undefined };
