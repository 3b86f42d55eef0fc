import { LRUCache } from "lru-cache";
import { AppError } from "@retake/core/errors";
import { createDecodePool, type DecodePool } from "./decode/decode-pool.ts";
import type { DecodeJob } from "./decode/jobs.ts";
import { type DerivedStore, derivedKey, readDerived } from "./derived.ts";

export type { DerivedStore } from "./derived.ts";

/** Frames of a filmstrip, and the width of each. */
export const STRIP_FRAMES = 8;
export const STRIP_TILE_WIDTH = 160;

const WIDTH_MIN = 16;
const WIDTH_MAX = 4096;
/** One frame may take this long on a starved machine; a wasm decoder needs about 2 s for 250 frames of 640x480. */
const FRAME_TIMEOUT_MS = 20_000;
/** A file that failed is not decoded again for this long. */
const FAILURE_TTL_MS = 10 * 60_000;

/** Part of a video file. `hash` is the SHA-256 of the whole file: with it a still is found again without opening the file. */
export interface VideoSpan {
  file: string;
  hash: string;
  /** Presentation ordinal in the file of the span's first frame. */
  firstFrame: number;
  frames: number;
}

export interface StillsOptions {
  /** Where finished stills are kept; an object store satisfies it. */
  derived: DerivedStore;
  /** A system ffmpeg; null or absent looks in PATH, then takes the wasm build. */
  ffmpegPath?: string | null;
  pool?: DecodePool;
}

/** Bytes of a JPEG. Equal asks share one decoding and are kept for good. */
export interface Stills {
  /** The frame with this presentation ordinal in the file, at most `width` wide. */
  frame(ask: { file: string; hash: string; ordinal: number; width?: number | null }): Promise<Uint8Array>;
  /** A telling picture of a span: the frame one third in. */
  poster(span: VideoSpan & { width?: number | null }): Promise<Uint8Array>;
  /** {@link STRIP_FRAMES} frames at equal distances, side by side. */
  strip(span: VideoSpan): Promise<Uint8Array>;
  /** An encoded picture (JPEG, PNG, TIFF…); `hash` names its bytes. */
  picture(ask: { bytes: Uint8Array; hash: string; width?: number | null }): Promise<Uint8Array>;
  /** A filmstrip of encoded pictures, in the order given; `hash` names all of them together. */
  pictureStrip(ask: { pictures: Uint8Array[]; hash: string }): Promise<Uint8Array>;
  close(): void;
}

/**
 * Stills of videos and pictures, decoded in processes of their own and kept as derived files.
 * All methods reject with AppError: `not_found` (no such frame or file), `unsupported_media` (no decoder, not decodable: show a grey poster),
 * `invalid_dataset` (damaged file), `bad_request` (width), `unavailable` (too many waiting).
 */
export function createStills({
  derived,
  ffmpegPath = null,
  pool = createDecodePool(),
}: StillsOptions): Stills {
  const running = new Map<string, Promise<Uint8Array>>();
  const failures = new LRUCache<string, AppError>({ max: 1000, ttl: FAILURE_TTL_MS });

  const make = async (key: string, job: DecodeJob, frames: number): Promise<Uint8Array> => {
    const kept = await readDerived(derived, key);
    if (kept !== null) return kept;
    const failed = failures.get(key);
    if (failed !== undefined) throw failed;
    try {
      const bytes = await pool.run(job, { timeoutMs: FRAME_TIMEOUT_MS * frames });
      await derived.put(key, bytes);
      return bytes;
    } catch (error) {
      if (error instanceof AppError && !error.retryable) failures.set(key, error);
      throw error;
    }
  };
  const once = (recipe: unknown[], job: DecodeJob, frames: number): Promise<Uint8Array> => {
    const key = derivedKey(recipe, "jpg");
    const shared = running.get(key) ?? make(key, job, frames).finally(() => running.delete(key));
    running.set(key, shared);
    return shared;
  };
  const frame: Stills["frame"] = async ({ file, hash, ordinal, width }) => {
    const job: DecodeJob = {
      kind: "frames",
      file,
      ordinals: [ordinal],
      width: checkWidth(width),
      layout: "single",
      ffmpegPath,
    };
    return once(["frame", hash, ordinal, job.width], job, 1);
  };

  return {
    frame,
    poster: ({ file, hash, firstFrame, frames, width }) =>
      frame({ file, hash, ordinal: firstFrame + Math.floor(frames / 3), width: width ?? null }),
    async strip({ file, hash, firstFrame, frames }) {
      const ordinals = spreadEvenly(frames, STRIP_FRAMES).map((k) => firstFrame + k);
      const job: DecodeJob = {
        kind: "frames",
        file,
        ordinals,
        width: STRIP_TILE_WIDTH,
        layout: "strip",
        ffmpegPath,
      };
      return once(["strip", hash, ordinals, STRIP_TILE_WIDTH], job, ordinals.length);
    },
    async picture({ bytes, hash, width }) {
      const job: DecodeJob = {
        kind: "pictures",
        pictures: [bytes],
        width: checkWidth(width),
        layout: "single",
      };
      return once(["picture", hash, job.width], job, 1);
    },
    async pictureStrip({ pictures, hash }) {
      const job: DecodeJob = { kind: "pictures", pictures, width: STRIP_TILE_WIDTH, layout: "strip" };
      return once(["pictureStrip", hash, pictures.length, STRIP_TILE_WIDTH], job, pictures.length);
    },
    close: () => pool.close(),
  };
}

/** `count` frames from the first to the last at equal distances; a short span repeats some. */
export function spreadEvenly(frames: number, count: number): number[] {
  return Array.from({ length: count }, (_, n) => Math.round((n * Math.max(0, frames - 1)) / (count - 1)));
}

function checkWidth(width: number | null | undefined): number | null {
  if (width === null || width === undefined) return null;
  if (Number.isInteger(width) && width >= WIDTH_MIN && width <= WIDTH_MAX) return width;
  throw new AppError("bad_request", `The width must be a whole number from ${WIDTH_MIN} to ${WIDTH_MAX}.`);
}
