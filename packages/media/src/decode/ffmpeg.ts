import type { VideoTrack } from "../mp4/video-track.ts";

/** An ffmpeg, wherever it runs. Arguments name the input {@link inputName} and the output {@link outputName}. */
export interface Ffmpeg {
  kind: "system" | "wasm";
  /** Runs and returns what was written to the output. */
  toBytes(input: string, args: string[]): Promise<Buffer>;
  /** Runs and writes to a file of this machine; `onFrame` hears how many frames are done. */
  toFile(input: string, args: string[], output: string, onFrame: (frames: number) => void): Promise<void>;
}

export const inputName = "input.mp4";
export const outputName = "output.bin";

/** Options that every run begins with: quiet, no questions, no network, one thread. */
export const COMMON = ["-hide_banner", "-nostdin", "-y", "-threads", "1", "-protocol_whitelist", "file,pipe"];

/**
 * Arguments for the raw RGB pixels of one frame. It seeks to midway between the frame before and the wanted one, so that rounding of time
 * stamps can never give a neighbour.
 */
export function frameArguments({ times }: VideoTrack, ordinal: number): string[] {
  const seek =
    ordinal === 0
      ? []
      : ["-seek_timestamp", "1", "-ss", (((times[ordinal - 1] ?? 0) + (times[ordinal] ?? 0)) / 2).toFixed(6)];
  const output = ["-map", "0:v:0", "-frames:v", "1", "-pix_fmt", "rgb24", "-f", "rawvideo", outputName];
  return [...COMMON, "-loglevel", "error", ...seek, "-noautorotate", "-i", inputName, ...output];
}
