import { getPriority, setPriority } from "node:os";
import { AppError } from "@retake/core/errors";
import type { Sharp } from "sharp";
import { encodeClipOf } from "./encode-clip-of.ts";
import { encodeJpeg, encodeStrip } from "./encode-jpeg.ts";
import type { Ffmpeg } from "./ffmpeg.ts";
import { wasmRuns } from "./ffmpeg-wasm.ts";
import { findFfmpeg } from "./find-ffmpeg.ts";
import { frameImage } from "./frame-image.ts";
import type { DecodeJob, FramesJob, JobReply, JobRequest, JoinJob, PicturesJob } from "./jobs.ts";
import { makeProxy } from "./make-proxy.ts";
import { meanLuminance } from "./mean-luminance.ts";
import { openImage } from "./open-image.ts";
import { openTrack } from "./open-track.ts";
import { createProxyWriter } from "./proxy-writer.ts";

/**
 * A decoding process: one job after the other from its parent, over IPC. Everything that could hang, crash or be taken over by a hostile
 * file happens here and nowhere else. It may be killed at any moment.
 */

/** Behind the processes that people and robots wait for. */
const NICE = 10;
const STRIP_TILE_WIDTH = 160;
const ffmpegs = new Map<string | null, Promise<Ffmpeg>>();

function ffmpegAt(path: string | null): Promise<Ffmpeg> {
  const known = ffmpegs.get(path) ?? findFfmpeg(path);
  ffmpegs.set(path, known);
  return known;
}

async function perform(job: DecodeJob, progress: (fraction: number) => void): Promise<Uint8Array> {
  switch (job.kind) {
    case "frames":
      return encode(openFrames(job), job);
    case "pictures":
      return encode(openPictures(job), job);
    case "luminance":
      return meanLuminance(openImage(job.picture));
    case "proxy":
      await makeProxy(job, ffmpegAt, progress);
      return new Uint8Array(0);
    case "clip":
      await encodeClipOf(job, ffmpegAt, progress);
      return new Uint8Array(0);
    case "join":
      await joinClips(job);
      return new Uint8Array(0);
  }
}

async function joinClips({ clips, times, endTime, target }: JoinJob): Promise<void> {
  const writer = await createProxyWriter(target, { times, endTime });
  for (const clip of clips) await writer.append(clip);
  await writer.finish();
}

async function* openFrames({ file, ordinals, ffmpegPath }: FramesJob): AsyncGenerator<Sharp> {
  const track = await openTrack(file);
  for (const ordinal of ordinals) yield await frameImage(file, track, ordinal, () => ffmpegAt(ffmpegPath));
}

async function* openPictures({ pictures }: PicturesJob): AsyncGenerator<Sharp> {
  for (const picture of pictures) yield openImage(picture);
}

async function encode(images: AsyncGenerator<Sharp>, job: FramesJob | PicturesJob): Promise<Buffer> {
  if (job.layout === "strip") return encodeStrip(images, job.width ?? STRIP_TILE_WIDTH);
  const first = await images.next();
  if (first.done === true) throw new AppError("bad_request", "No picture was asked for.");
  return encodeJpeg(first.value, job.width);
}

function reply(message: JobReply): void {
  process.send?.(message);
}

async function answer({ id, job }: JobRequest): Promise<void> {
  try {
    const bytes = await perform(job, (fraction) => reply({ id, kind: "progress", fraction }));
    reply({ id, kind: "done", bytes, wasmRuns: wasmRuns() });
  } catch (thrown) {
    const error = unreadable(thrown);
    reply({ id, kind: "failed", code: error.code, message: error.message, detail: error.detail });
  }
}

/** The image library throws plain errors: in here they mean that the bytes are no picture it can read. */
function unreadable(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  return new AppError("unsupported_media", "The picture could not be decoded.", { detail });
}

// Upwards is not for every user: under `nice`, or in a batch system, it is behind them already.
if (getPriority() < NICE) setPriority(NICE);
process.on("message", (message) => void answer(message as JobRequest));
process.on("disconnect", leave);

/** The parent is gone, however it went: end at once, and with it an ffmpeg that was started here. */
function leave(): void {
  try {
    process.kill(-process.pid, "SIGKILL");
  } catch {
    process.exit(0);
  }
}
