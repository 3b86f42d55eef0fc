import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AppError } from "@retake/core/errors";
import { createDecodePool, type DecodePool } from "./decode/decode-pool.ts";
import type { PicturePlace } from "./decode/jobs.ts";
import { derivedKey } from "./derived.ts";

export type { PicturePlace } from "./decode/jobs.ts";

/** Raw pixels of one clip on disk; and its frames, so that a clip is a matter of seconds. */
const CLIP_BYTES = 64 << 20;
const CLIP_FRAMES_MAX = 120;
const CLIP_TIMEOUT_MS = 120_000;
const JOIN_TIMEOUT_MS = 600_000;
/**
 * Two frames never share a time: a player could not show the first. Chromium seeks wrongly behind frames 1 ms apart, up to the next key
 * frame, and rightly behind such as are 4 ms apart.
 */
const FRAME_S_MIN = 1 / 240;
/** A frame's length has 32 bits in an MP4: 20 hours at its ticks of 1/57,600 s. */
const FRAME_S_MAX = 12 * 3600;

export interface PlaybackRequest {
  /** In order of time. */
  pictures: readonly PicturePlace[];
  /** Seconds, ascending: when each is shown. */
  times: Float64Array;
  /** When the video begins, at or before the first of them, which is shown from then on. */
  startTime: number;
  /** When the last one ends. */
  endTime: number;
  /** Even numbers. */
  size: { width: number; height: number };
  /** Names pictures and times together. */
  hash: string;
  /** Keeps finished clips, so that what was interrupted goes on where it was; they are deleted at the end. */
  store: {
    putFile(key: string, path: string): Promise<unknown>;
    localPath(key: string): string | null;
    delete(key: string): Promise<void>;
  };
  /** A system ffmpeg; null or absent looks in PATH, then takes the wasm build. */
  ffmpegPath?: string | null;
  progress?: (fraction: number) => void;
  signal?: AbortSignal;
  pool?: DecodePool;
  workFolder?: string;
}

/** When each frame is shown in the video, seconds from its beginning: as the pictures' times, but never two at once. */
export function playbackTimes(times: Float64Array, startTime: number): Float64Array {
  const shown = new Float64Array(times.length);
  for (let k = 1; k < times.length; k++) {
    shown[k] = Math.max((times[k] ?? 0) - startTime, (shown[k - 1] ?? 0) + FRAME_S_MIN);
  }
  return shown;
}

/**
 * Makes an H.264 video of single pictures, for playing only: frame k is picture k and is shown at its time (a variable frame rate).
 * Memory does not grow with the number of pictures, but for their places and times.
 * @returns the key under which it is kept
 * @throws AppError `unsupported_media` without an encoder, or when two pictures lie too far apart for a video; `cancelled`
 */
export async function makePlayback(request: PlaybackRequest): Promise<string> {
  const { pictures, hash, store, signal } = request;
  const times = playbackTimes(request.times, request.startTime);
  const lastTime = times.at(-1) ?? 0;
  const endTime = Math.max(request.endTime - request.startTime, lastTime + FRAME_S_MIN);
  checkTimes(times, endTime);
  const pool = request.pool ?? createDecodePool({ processesMax: 1 });
  const folder = await mkdtemp(join(request.workFolder ?? tmpdir(), "retake-playback-"));
  try {
    const keys = await makeClips(request, { pool, folder, rate: pictures.length / endTime });
    const clips = keys.map((key) => pathIn(store, key));
    const target = join(folder, "playback.mp4");
    await pool.run({ kind: "join", clips, times, endTime, target }, { timeoutMs: JOIN_TIMEOUT_MS, signal });
    const key = derivedKey(["playback", hash], "mp4");
    await store.putFile(key, target);
    for (const clip of keys) await store.delete(clip);
    return key;
  } finally {
    if (request.pool === undefined) pool.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function makeClips(
  { pictures, size, hash, store, ffmpegPath = null, signal, progress }: PlaybackRequest,
  { pool, folder, rate }: { pool: DecodePool; folder: string; rate: number },
): Promise<string[]> {
  const frames = Math.min(
    CLIP_FRAMES_MAX,
    Math.max(1, Math.floor(CLIP_BYTES / (3 * size.width * size.height))),
  );
  const groupFrames = Math.max(1, Math.round(rate));
  const keys: string[] = [];
  for (let first = 0; first < pictures.length; first += frames) {
    const key = derivedKey(
      ["playback clip", hash, size.width, size.height, frames, groupFrames, first],
      "mp4",
    );
    keys.push(key);
    if (await isFile(pathIn(store, key))) continue;
    const target = join(folder, `${first}.mp4`);
    const part = pictures.slice(first, first + frames);
    const job = { kind: "clip", pictures: part, ...size, groupFrames, target, ffmpegPath } as const;
    await pool.run(job, { timeoutMs: CLIP_TIMEOUT_MS, signal });
    await store.putFile(key, target);
    await rm(target, { force: true });
    progress?.((first + part.length) / pictures.length);
  }
  return keys;
}

function checkTimes(times: Float64Array, endTime: number): void {
  const isTooFar = times.some((time, k) => !((times[k + 1] ?? endTime) - time <= FRAME_S_MAX));
  if (times.length === 0 || isTooFar) {
    throw new AppError(
      "unsupported_media",
      "These pictures cannot be one video: some lie too far apart in time.",
    );
  }
}

function pathIn(store: PlaybackRequest["store"], key: string): string {
  const path = store.localPath(key);
  if (path !== null) return path;
  throw new AppError("unavailable", "Making a video needs its files on this machine.");
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}
