import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDecodePool, type DecodePool } from "./decode/decode-pool.ts";
import { derivedKey } from "./derived.ts";
import { probeVideo } from "./probe.ts";

/** Bounds of a whole transcoding: half a second a frame is ten times what a slow machine needs at 640x480. */
const TIMEOUT_MIN_MS = 60_000;
const TIMEOUT_PER_FRAME_MS = 500;

export interface ProxyRequest {
  /** The original, and the SHA-256 of its bytes. */
  file: string;
  hash: string;
  /** Where the finished copy goes: put-if-absent, atomic, as an object store's `putFile`. */
  store: { putFile(key: string, path: string): Promise<unknown> };
  /** A system ffmpeg; null or absent looks in PATH, then takes the wasm build. */
  ffmpegPath?: string | null;
  /** Hears the part done, 0 to 1. */
  progress?: (fraction: number) => void;
  signal?: AbortSignal;
  pool?: DecodePool;
  /** A folder with room for the copy; the system's temporary folder unless said. */
  workFolder?: string;
}

/** Where the proxy of a video is kept, whether or not it has been made. */
export function proxyKey(hash: string): string {
  return derivedKey(["proxy", hash, "h264"], "mp4");
}

/**
 * Makes an H.264 copy (8-bit 4:2:0, key frame every second or sooner, index first) for browsers that cannot play the original.
 * Frame k of the copy is frame k of the original and has its time, to 1e-4 s.
 * @returns the key under which it is kept
 * @throws AppError `unsupported_media` when the original cannot be decoded, `invalid_dataset` when it is damaged, `cancelled`
 */
export async function makeProxy(request: ProxyRequest): Promise<string> {
  const { file, hash, store, signal, progress } = request;
  const probe = await probeVideo(file);
  const pool = request.pool ?? createDecodePool({ processesMax: 1 });
  const folder = await mkdtemp(join(request.workFolder ?? tmpdir(), "retake-proxy-"));
  try {
    const target = join(folder, "proxy.mp4");
    const job = { kind: "proxy", file, target, ffmpegPath: request.ffmpegPath ?? null } as const;
    const timeoutMs = TIMEOUT_MIN_MS + TIMEOUT_PER_FRAME_MS * probe.frames;
    await pool.run(job, { timeoutMs, signal, onProgress: progress });
    const key = proxyKey(hash);
    await store.putFile(key, target);
    return key;
  } finally {
    if (request.pool === undefined) pool.close();
    await rm(folder, { recursive: true, force: true });
  }
}
