import { encodeClip } from "../encode-clip.ts";
import { drawBarcode } from "./pattern.ts";

/** Kinds of clip a test may want, each hard in its own way. */
export const BARCODE_ENCODINGS = {
  /** B-frames and one key frame in 120: presentation order differs from stored order, and there is an edit list. */
  h264: [
    "-c:v",
    "libx264",
    "-preset",
    "fast",
    "-bf",
    "3",
    "-g",
    "120",
    "-sc_threshold",
    "0",
    "-pix_fmt",
    "yuv420p",
  ],
  /** No browser plays it. */
  mpeg4: ["-c:v", "mpeg4", "-bf", "2", "-g", "30", "-q:v", "4", "-pix_fmt", "yuv420p"],
  /** Nor this. */
  h264_444: ["-c:v", "libx264", "-preset", "fast", "-pix_fmt", "yuv444p"],
} as const satisfies Record<string, readonly string[]>;

export interface BarcodeClip {
  kind: keyof typeof BARCODE_ENCODINGS;
  frames: number;
  fps: number;
  width: number;
  height: number;
  target: string;
  /** Further ffmpeg options, such as a filter that moves the times. */
  extra?: string[];
}

/** Writes an MP4 whose frame k shows barcode k. Blocks the process for some seconds; needs `@ffmpeg/core`. */
export async function makeBarcodeClip(clip: BarcodeClip): Promise<void> {
  const { kind, frames, fps, width, height, target, extra = [] } = clip;
  const pictures = Array.from({ length: frames }, (_, k) => drawBarcode(k, width, height));
  await encodeClip({
    width,
    height,
    fps,
    frames: pictures,
    encoding: [...BARCODE_ENCODINGS[kind], ...extra],
    target,
  });
}
