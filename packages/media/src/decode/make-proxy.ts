import { open, rm } from "node:fs/promises";
import { AppError } from "@retake/core/errors";
import type { VideoTrack } from "../mp4/video-track.ts";
import { COMMON, type Ffmpeg, inputName, outputName } from "./ffmpeg.ts";
import { frameImage, isPlainAv1 } from "./frame-image.ts";
import type { ProxyJob } from "./jobs.ts";
import { openTrack } from "./open-track.ts";
import { createProxyWriter } from "./proxy-writer.ts";

/** Frames encoded at once when they are decoded one by one: their raw pixels lie on disk meanwhile. */
const PIECE_FRAMES = 60;
/** Decoding one by one begins at the key frame each time, so its cost grows with the square of this. */
const GROUP_FRAMES_MAX = 60;

/**
 * Writes an H.264 copy that every browser plays: 8-bit 4:2:0, a key frame at least every second, no B-frames, index first.
 * The encoder's times are thrown away: the k-th picture gets the time of the original's frame k.
 */
export async function makeProxy(
  { file, target, ffmpegPath }: ProxyJob,
  ffmpegAt: (path: string | null) => Promise<Ffmpeg>,
  progress: (fraction: number) => void,
): Promise<void> {
  const track = await openTrack(file);
  const ffmpeg = await ffmpegAt(ffmpegPath);
  const clip = `${target}.encoded.mp4`;
  const onFrame = (frames: number): void => progress(Math.min(1, frames / track.times.length));
  // The wasm build knows no AV1.
  const pieces =
    ffmpeg.kind === "wasm" && track.codec.name === "av1"
      ? encodePictures(file, track, ffmpeg, clip, onFrame)
      : encodeWhole(file, track, ffmpeg, clip, onFrame);
  try {
    const writer = await createProxyWriter(target, track);
    for await (const _ of pieces) await writer.append(clip);
    await writer.finish();
  } finally {
    await rm(clip, { force: true });
  }
}

type OnFrame = (frames: number) => void;

async function* encodeWhole(file: string, track: VideoTrack, ffmpeg: Ffmpeg, clip: string, onFrame: OnFrame) {
  const input = ["-noautorotate", "-i", inputName, "-map", "0:v:0", "-an"];
  await ffmpeg.toFile(file, encodingArguments(input, track), clip, onFrame);
  yield;
}

/** Frames decoded as stills, encoded some at a time; the clip is written anew for each piece. */
async function* encodePictures(
  file: string,
  track: VideoTrack,
  ffmpeg: Ffmpeg,
  clip: string,
  onFrame: OnFrame,
) {
  if (!isPlainAv1(track) || longestGroup(track) > GROUP_FRAMES_MAX) {
    throw new AppError(
      "unsupported_media",
      "Making a copy of this AV1 video needs ffmpeg. Install it, or set FFMPEG_PATH, and try again.",
    );
  }
  const { width, height } = track.codec;
  const raw = `${clip}.rgb`;
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
  const noFfmpeg = (): Promise<Ffmpeg> => Promise.resolve(ffmpeg);
  try {
    for (let first = 0; first < track.times.length; first += PIECE_FRAMES) {
      const end = Math.min(track.times.length, first + PIECE_FRAMES);
      const pixels = await open(raw, "w");
      for (let ordinal = first; ordinal < end; ordinal++) {
        const image = await frameImage(file, track, ordinal, noFfmpeg);
        await pixels.writeFile(await image.removeAlpha().toColourspace("srgb").raw().toBuffer());
        onFrame(ordinal + 1);
      }
      await pixels.close();
      await ffmpeg.toFile(raw, encodingArguments(input, track), clip, () => undefined);
      yield;
    }
  } finally {
    await rm(raw, { force: true });
  }
}

function longestGroup({ order, samples }: VideoTrack): number {
  let longest = 0;
  let length = 0;
  for (const sample of order) {
    length = samples.keys[sample] === 1 ? 1 : length + 1;
    longest = Math.max(longest, length);
  }
  return longest;
}

function encodingArguments(input: string[], { times, endTime }: VideoTrack): string[] {
  const rate = times.length / Math.max(1e-3, endTime - (times[0] ?? 0));
  const groupFrames = Math.max(1, Math.floor(rate));
  // H.264 in 4:2:0 needs even sides.
  const pictures = [
    "-fps_mode",
    "passthrough",
    "-vf",
    "pad=ceil(iw/2)*2:ceil(ih/2)*2",
    "-pix_fmt",
    "yuv420p",
  ];
  const coding = ["-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-bf", "0", "-sc_threshold", "0"];
  const groups = ["-g", String(groupFrames), "-keyint_min", String(groupFrames)];
  return [
    ...COMMON,
    "-loglevel",
    "info",
    "-stats",
    ...input,
    ...pictures,
    ...coding,
    ...groups,
    "-f",
    "mp4",
    outputName,
  ];
}
