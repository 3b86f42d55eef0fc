import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { AppError } from "@retake/core/errors";
import type { Db } from "@retake/db";
import { notify } from "@retake/db/notify";
import { makePlayback } from "@retake/media/playback";
import { probeVideo } from "@retake/media/probe";
import type { ObjectStore } from "@retake/telemetry/object-store";
import { type Log, describeError } from "../log.ts";
import { cameraPictures, type StoredPicture } from "./camera-pictures.ts";

export interface PlaybackParts {
  db: Db;
  store: ObjectStore;
  ffmpegPath: string | null;
  log: Log;
}

interface Camera {
  episodeId: string;
  topic: string;
  width: number | null;
  height: number | null;
  fps: number;
  episode: { workspaceId: string; sessionId: string; startTime: number };
}

/**
 * Gives the cameras of complete recordings a video for playing. The pictures stay what is true: the video is what a browser plays
 * instead of fetching each of them. A camera without one, for want of an encoder, is shown by its pictures.
 * @param failed cameras that are not tried again by this process
 */
export async function makePlaybacks(
  parts: PlaybackParts,
  failed: Set<string>,
  signal: AbortSignal,
): Promise<void> {
  const cameras = await parts.db.prisma.episodeCamera.findMany({
    where: {
      storage: "images",
      videoHash: null,
      frames: { gt: 0 },
      episode: { source: "live", status: "completed" },
    },
    include: { episode: { select: { workspaceId: true, sessionId: true, startTime: true } } },
    orderBy: [{ episode: { createdAt: "desc" } }, { position: "asc" }],
  });
  for (const camera of cameras) {
    const name = `${camera.episodeId} ${camera.topic}`;
    if (signal.aborted) return;
    if (failed.has(name)) continue;
    try {
      await makeOne(parts, camera, signal);
    } catch (error) {
      if (signal.aborted) return;
      failed.add(name);
      parts.log.warn("playback", {
        session: camera.episode.sessionId,
        camera: camera.topic,
        ...describeError(error),
      });
    }
  }
}

async function makeOne(parts: PlaybackParts, camera: Camera, signal: AbortSignal): Promise<void> {
  const { db, store, ffmpegPath, log } = parts;
  const { episodeId, topic, episode } = camera;
  const pictures = await cameraPictures(parts, episodeId, topic);
  const last = pictures.at(-1);
  if (last === undefined) return;
  const began = Date.now();
  const key = await makePlayback({
    pictures: pictures.map(({ blobKey, offset, length }) => ({
      file: pathOf(store, blobKey),
      offset,
      length,
    })),
    times: Float64Array.from(pictures, ({ time }) => time),
    startTime: episode.startTime,
    endTime: last.time + 1 / (camera.fps > 0 ? camera.fps : 1),
    size: { width: even(camera.width), height: even(camera.height) },
    hash: hashOf(pictures, episode.startTime),
    store,
    ffmpegPath,
    signal,
  });
  await attach(parts, camera, key);
  await notify(db.pool, "episode", `${episode.workspaceId}/${episode.sessionId}`);
  log.info("playback", {
    session: episode.sessionId,
    camera: topic,
    frames: pictures.length,
    ms: Date.now() - began,
  });
}

/** Frame k of the video is picture k; it begins with the episode. */
async function attach(
  { db, store }: PlaybackParts,
  { episodeId, topic }: Camera,
  key: string,
): Promise<void> {
  const file = pathOf(store, key);
  const { codec, mimeCodec, width, height, frames, fps, endTime, bytes } = await probeVideo(file);
  const hash = await sha256Of(file);
  const video = { key, bytes, codec, mimeCodec, width, height, frames, fps, playable: "native" as const };
  await db.prisma.$transaction([
    db.prisma.videoFile.upsert({ where: { hash }, create: { hash, ...video }, update: video }),
    db.prisma.episodeCamera.update({
      where: { episodeId_topic: { episodeId, topic } },
      data: { videoHash: hash, fromTime: 0, toTime: endTime },
    }),
  ]);
}

function pathOf(store: ObjectStore, key: string): string {
  const path = store.localPath(key);
  if (path === null) throw new AppError("unavailable", "Making a video needs the pictures on this machine.");
  return path;
}

/** H.264 in 4:2:0 needs even sides; a camera that does not say its size gets a common one. */
function even(side: number | null): number {
  return Math.max(2, 2 * Math.ceil((side ?? 480) / 2));
}

function hashOf(pictures: readonly StoredPicture[], startTime: number): string {
  const hash = createHash("sha256").update(String(startTime));
  for (const { blobKey, offset, length, time } of pictures)
    hash.update(`${blobKey} ${offset} ${length} ${time}\n`);
  return hash.digest("hex");
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}
