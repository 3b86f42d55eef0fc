import { type FileHandle, open, rm } from "node:fs/promises";
import { assert } from "@retake/core/errors";
import { COMMON, type Ffmpeg, inputName, outputName } from "./ffmpeg.ts";
import type { ClipJob, PicturePlace } from "./jobs.ts";
import { openImage } from "./open-image.ts";

const GREY = 96;

/**
 * Encodes pictures of any sizes as H.264 (8-bit 4:2:0, no B-frames) of one size, each inside the frame with its proportions. There are
 * always as many frames as pictures. Raw pixels lie on disk meanwhile, `3 · width · height` bytes a picture; one is in memory at a time.
 */
export async function encodeClipOf(
  { pictures, width, height, groupFrames, target, ffmpegPath }: ClipJob,
  ffmpegAt: (path: string | null) => Promise<Ffmpeg>,
  progress: (fraction: number) => void,
): Promise<void> {
  const ffmpeg = await ffmpegAt(ffmpegPath);
  const raw = `${target}.rgb`;
  try {
    await writePixels(raw, pictures, { width, height });
    const input = [
      "-f",
      "rawvideo",
      "-pix_fmt",
      "rgb24",
      "-s",
      `${width}x${height}`,
      "-r",
      "30",
      "-i",
      inputName,
    ];
    const shape = ["-fps_mode", "passthrough", "-pix_fmt", "yuv420p"];
    const coding = [
      "-c:v",
      "libx264",
      "-preset",
      "superfast",
      "-crf",
      "23",
      "-bf",
      "0",
      "-sc_threshold",
      "0",
    ];
    const groups = ["-g", String(groupFrames), "-keyint_min", String(groupFrames)];
    const args = [
      ...COMMON,
      "-loglevel",
      "error",
      ...input,
      ...shape,
      ...coding,
      ...groups,
      "-f",
      "mp4",
      outputName,
    ];
    await ffmpeg.toFile(raw, args, target, () => undefined);
    progress(1);
  } finally {
    await rm(raw, { force: true });
  }
}

async function writePixels(
  raw: string,
  pictures: readonly PicturePlace[],
  size: { width: number; height: number },
): Promise<void> {
  const files = new Map<string, FileHandle>();
  const pixels = await open(raw, "w");
  try {
    let shown: Buffer = Buffer.alloc(size.width * size.height * 3, GREY);
    for (const { file, offset, length } of pictures) {
      const handle = files.get(file) ?? (await open(file, "r"));
      files.set(file, handle);
      const bytes = Buffer.alloc(length);
      await handle.read(bytes, 0, length, offset);
      shown = await decode(bytes, size).catch(() => shown);
      await pixels.writeFile(shown);
    }
  } finally {
    await Promise.allSettled([...files.values(), pixels].map((handle) => handle.close()));
  }
}

async function decode(bytes: Buffer, { width, height }: { width: number; height: number }): Promise<Buffer> {
  const pixels = await openImage(bytes)
    .flatten({ background: "black" })
    .resize({ width, height, fit: "contain", background: "black" })
    .toColourspace("srgb")
    .raw()
    .toBuffer();
  assert(pixels.length === width * height * 3, "three bytes a pixel");
  return pixels;
}
