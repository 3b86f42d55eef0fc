import { stat } from "node:fs/promises";
import { AppError } from "@retake/core/errors";
import { LIMITS } from "@retake/core/limits";
import { LRUCache } from "lru-cache";
import { readVideoTrack, type VideoTrack } from "../mp4/video-track.ts";

/** Indexes of the files seen last: stills come in bursts for one file. */
const tracks = new LRUCache<string, VideoTrack>({ max: 4 });

/**
 * The index of a video, remembered until the file changes.
 * @throws AppError as `readVideoTrack`; `too_large` when a picture has more pixels than the limit
 */
export async function openTrack(path: string): Promise<VideoTrack> {
  const found = await stat(path).catch(() => null);
  const key = `${path}:${found?.size}:${found?.mtimeMs}`;
  const cached = tracks.get(key);
  if (cached !== undefined) return cached;
  const track = await readVideoTrack(path);
  const { width, height } = track.codec;
  if (width * height > LIMITS.imagePixelsMax) {
    throw new AppError("too_large", `The video's pictures are ${width} by ${height}, too large to decode.`);
  }
  tracks.set(key, track);
  return track;
}
