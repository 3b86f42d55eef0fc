/** Whether a browser plays the file as it is, needs an H.264 copy, or can at best be shown stills. */
export type Playable = "native" | "needs_proxy" | "stills_only";

/** What a video file is, read from its index without decoding a picture. */
export interface VideoProbe {
  /** ffprobe's name: `av1`, `h264`, `hevc`, `vp9`, `mpeg4`… */
  codec: string;
  /** RFC 6381: `av01.0.04M.08`. */
  mimeCodec: string;
  /** For `canPlayType`: `video/mp4; codecs="av01.0.04M.08"`. */
  mimeType: string;
  width: number;
  height: number;
  bitDepth: number;
  chroma: "4:0:0" | "4:2:0" | "4:2:2" | "4:4:4";
  frames: number;
  /** Nominal rate: snapped to a whole number (or n·1000/1001) when within 0.1 % of the mean rate. */
  fps: number;
  /** Frame k stands at `times[0] + k / fps`, to 1e-4 s. */
  regular: boolean;
  playable: Playable;
  /** Presentation time of each frame, seconds, ascending. */
  times: Float64Array;
  /** When the last frame ends, seconds. */
  endTime: number;
  /** Presentation ordinals at which decoding can begin, ascending. */
  keyFrames: Int32Array;
  bytes: number;
}
