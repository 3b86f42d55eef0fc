import { open, rm } from "node:fs/promises";
import { AppError } from "@retake/core/errors";
import { COMMON, inputName, outputName } from "./decode/ffmpeg.ts";
import { loadWasmFfmpeg } from "./decode/ffmpeg-wasm.ts";
import { findFfmpeg } from "./decode/find-ffmpeg.ts";

export interface ClipRequest {
  width: number;
  height: number;
  fps: number;
  /** RGB pixels of each frame, 3 bytes each, row by row. */
  frames: Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
  /** ffmpeg options between input and output: `["-c:v", "libx264", …]`. */
  encoding: string[];
  /** The MP4 to write. */
  target: string;
  /** Absent or null: the wasm build, so that equal frames give equal bytes on every machine. */
  ffmpegPath?: string | null;
}

/**
 * Encodes pictures of our own making as an MP4, in this process and blocking it: for tests, fixtures and tools, never for a server.
 * @throws AppError `unsupported_media` without an encoder
 */
export async function encodeClip(request: ClipRequest): Promise<void> {
  const { width, height, fps, frames, encoding, target, ffmpegPath = null } = request;
  const raw = `${target}.rgb`;
  try {
    const file = await open(raw, "w");
    for await (const frame of frames) await file.writeFile(frame);
    await file.close();
    const input = [
      "-f",
      "rawvideo",
      "-pix_fmt",
      "rgb24",
      "-s",
      `${width}x${height}`,
      "-r",
      String(fps),
      "-i",
      inputName,
    ];
    const ffmpeg = ffmpegPath === null ? await loadWasmFfmpeg() : await findFfmpeg(ffmpegPath);
    if (ffmpeg === null)
      throw new AppError("unsupported_media", "Making a clip needs the package @ffmpeg/core.");
    const args = [...COMMON, "-loglevel", "warning", ...input, ...encoding, "-f", "mp4", outputName];
    await ffmpeg.toFile(raw, args, target, () => undefined);
  } finally {
    await rm(raw, { force: true });
  }
}
