import { stat } from "node:fs/promises";
import { isRegular } from "./frame-times.ts";
import { readVideoTrack, type VideoTrack } from "./mp4/video-track.ts";
import { playableOf } from "./playable.ts";
import type { VideoProbe } from "./types.ts";

export type { Playable, VideoProbe } from "./types.ts";

/**
 * What a video file is, from its index alone: nothing is decoded, pictures are not read. Memory grows with the frames really there, at most
 * about 400 MB at the frame limit.
 * @throws AppError `not_found`, `invalid_dataset` (empty, cut off, LFS pointer, contradicting tables), `unsupported_media` (not an MP4,
 * fragmented, no video), `too_large` (more frames than the limit)
 */
export async function probeVideo(path: string): Promise<VideoProbe> {
  const track = await readVideoTrack(path);
  const { size } = await stat(path);
  return describeTrack(track, size);
}

function describeTrack(track: VideoTrack, bytes: number): VideoProbe {
  const { codec, times, endTime } = track;
  const fps = nominalRate(times, endTime);
  return {
    codec: codec.name,
    mimeCodec: codec.mimeCodec,
    mimeType: `video/mp4; codecs="${codec.mimeCodec}"`,
    width: codec.width,
    height: codec.height,
    bitDepth: codec.bitDepth,
    chroma: codec.chroma,
    frames: times.length,
    fps,
    regular: isRegular(times, fps),
    playable: playableOf(codec),
    times,
    endTime,
    keyFrames: keyOrdinals(track),
    bytes,
  };
}

function keyOrdinals({ order, samples }: VideoTrack): Int32Array {
  const ordinals: number[] = [];
  order.forEach((sample, ordinal) => {
    if (samples.keys[sample] === 1) ordinals.push(ordinal);
  });
  return Int32Array.from(ordinals);
}

/** Time stamps are rounded to ticks and files are joined with small gaps, so the mean rate is 29.99 where 30 is meant. */
function nominalRate(times: Float64Array, endTime: number): number {
  const first = times[0] ?? 0;
  const last = times.at(-1) ?? 0;
  const mean = last > first ? (times.length - 1) / (last - first) : 1 / (endTime - first);
  if (!Number.isFinite(mean) || mean <= 0) return 1;
  const whole = Math.round(mean);
  const candidates = [whole, (Math.ceil(mean) * 1000) / 1001];
  const nearest = candidates.toSorted((a, b) => Math.abs(a - mean) - Math.abs(b - mean))[0] ?? mean;
  return Math.abs(nearest - mean) <= mean * 1e-3 ? nearest : mean;
}
