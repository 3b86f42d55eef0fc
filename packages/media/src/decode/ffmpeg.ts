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
 * Arguments for the raw RGB pixels of one frame.
 * Decoding starts at the last key frame shown before it (a file may store a later key frame first, whose neighbours then cannot be decoded),
 * and the frame is picked at midway from the one before, so that rounding of time stamps can never give a neighbour.
 */
export function frameArguments({ times, order, samples }: VideoTrack, ordinal: number): string[] {
  const time = (frame: number): number => times[frame] ?? 0;
  let key = ordinal;
  while (key > 0 && samples.keys[order[key] ?? 0] !== 1) key--;
  const seek = key === 0 ? [] : ["-seek_timestamp", "1", "-ss", time(key).toFixed(6)];
  const pick =
    ordinal === 0 ? "null" : `select=gte(t\\,${((time(ordinal - 1) + time(ordinal)) / 2).toFixed(6)})`;
  const output = [
    "-map",
    "0:v:0",
    "-vf",
    pick,
    "-fps_mode",
    "passthrough",
    "-frames:v",
    "1",
    "-pix_fmt",
    "rgb24",
  ];
  const input = ["-loglevel", "error", "-copyts", ...seek, "-noautorotate", "-i", inputName];
  return [...COMMON, ...input, ...output, "-f", "rawvideo", outputName];
}
