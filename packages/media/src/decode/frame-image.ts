import { open } from "node:fs/promises";
import { AppError } from "@retake/core/errors";
import sharp, { type Sharp } from "sharp";
import type { VideoTrack } from "../mp4/video-track.ts";
import { wrapAsAvif } from "./av1-still.ts";
import { type Ffmpeg, frameArguments, outputName } from "./ffmpeg.ts";
import { openImage } from "./open-image.ts";

/** Bytes of one group of pictures handed to the image library; a 4K group of 250 frames has about 30 MB. */
const GROUP_BYTES_MAX = 256 << 20;

/**
 * Decodes exactly the frame with this presentation ordinal.
 * @throws AppError `not_found` beyond the last frame, `unsupported_media` when no decoder reads it
 */
export async function frameImage(
  path: string,
  track: VideoTrack,
  ordinal: number,
  ffmpeg: () => Promise<Ffmpeg>,
): Promise<Sharp> {
  if (!Number.isInteger(ordinal) || ordinal < 0 || ordinal >= track.times.length) {
    throw new AppError("not_found", `The video has no frame ${ordinal}; it has ${track.times.length}.`);
  }
  if (isPlainAv1(track)) return openImage(wrapAsAvif(await groupBytes(path, track, ordinal), track.codec));
  return ffmpegImage(path, track, ordinal, await ffmpeg());
}

/** What the image library decodes by itself: AV1 main profile, 8 bit. */
export function isPlainAv1({ codec }: VideoTrack): boolean {
  return codec.name === "av1" && codec.bitDepth === 8 && codec.chroma === "4:2:0" && codec.profile === 0;
}

/** The stored samples from the last key frame up to the wanted one. */
async function groupBytes(path: string, { samples, order }: VideoTrack, ordinal: number): Promise<Buffer> {
  const last = order[ordinal] ?? 0;
  let first = last;
  while (first > 0 && samples.keys[first] !== 1) first--;
  const sizes = samples.sizes.subarray(first, last + 1);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total > GROUP_BYTES_MAX)
    throw new AppError("too_large", `Frame ${ordinal} needs ${total} bytes to decode.`);
  const group = Buffer.alloc(total);
  const file = await open(path, "r");
  try {
    let at = 0;
    for (let sample = first; sample <= last; sample++) {
      const size = samples.sizes[sample] ?? 0;
      const { bytesRead } = await file.read(group, at, size, samples.offsets[sample] ?? 0);
      if (bytesRead < size)
        throw new AppError("invalid_dataset", "The video file is shorter than its index says.");
      at += size;
    }
  } finally {
    await file.close();
  }
  return group;
}

async function ffmpegImage(path: string, track: VideoTrack, ordinal: number, ffmpeg: Ffmpeg): Promise<Sharp> {
  const { width, height, name } = track.codec;
  const pixels = await ffmpeg.toBytes(path, frameArguments(track, ordinal));
  if (pixels.length !== width * height * 3) {
    throw new AppError("unsupported_media", `Frame ${ordinal} could not be decoded (${name}).`, {
      detail: `${pixels.length} bytes of ${width * height * 3} for ${outputName}`,
    });
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}
