import { createHash } from "node:crypto";
import { AppError, notFound } from "@retake/core/errors";
import { frameAt } from "@retake/trpc/frame-at";
import type { CameraRecord, CatalogueEpisode } from "@retake/trpc/catalogue";
import type { Answer } from "../http/send.ts";
import type { EpisodeRequest } from "../http/episode-request.ts";
import type { FrontParts } from "../parts.ts";
import { versionOf } from "@retake/trpc/media-url";
import { isNotModified, notModified } from "./conditional.ts";
import { createFrameTimes } from "./frame-times.ts";
import { newestPicture } from "./newest-picture.ts";
import { videoAnswer } from "./video-answer.ts";

/** Stills are named by place, not by content: after a while a browser asks whether the place still shows the same. */
const STILL_CACHE = "private, max-age=3600, stale-while-revalidate=86400";
/** While it records, the place may show another one at any time. */
const LIVE_CACHE = "private, no-cache";

interface Still {
  /** What the picture is made of, and how. */
  recipe: () => Promise<readonly unknown[]>;
  make: () => Promise<Uint8Array>;
  type?: string;
}

type MediaParts = Pick<FrontParts, "store" | "reader" | "pictures" | "logTail">;

/** Answers `/media/<workspace>/<episode>/<camera topic>/<file>`; the caller may read the episode. @throws AppError `not_found`, those of stills */
export function createMediaHandler(parts: MediaParts) {
  const { store, pictures } = parts;
  const frameTimes = createFrameTimes(parts);
  return async (asked: EpisodeRequest): Promise<Answer> => {
    const { request, episode, rest, query } = asked;
    const [topic = "", ...file] = rest;
    const name = file.join("/");
    if (name === "live.jpg") return newestPicture(parts.logTail, episode.record, topic, query);
    const camera = episode.camera(topic);
    const { record } = episode;
    switch (name) {
      case "video.mp4": {
        const { video } = camera;
        if (video === null) throw notFound("A video of this camera");
        const versioned = isVersion(query, video.hash);
        return videoAnswer(store, request, { ...video, tag: video.hash, versioned });
      }
      case "proxy.mp4": {
        const key = camera.video?.proxyKey ?? null;
        const stored = key === null ? null : await store.head(key);
        if (stored === null) throw notFound("An H.264 copy of this video");
        const tag = stored.key.slice(stored.key.lastIndexOf("/") + 1);
        return videoAnswer(store, request, { ...stored, tag, versioned: isVersion(query, tag) });
      }
      case "poster.jpg": {
        const width = widthOf(query);
        return answerStill(asked, {
          recipe: async () => ["poster", await pictures.source(record, camera, "poster"), width],
          make: () => pictures.poster(record, camera, width),
        });
      }
      case "strip.jpg":
        return answerStill(asked, {
          recipe: async () => ["strip", await pictures.source(record, camera, "strip")],
          make: () => pictures.strip(record, camera),
        });
      case "times.bin":
        return answerStill(asked, {
          recipe: async () => ["times", await timesSource(parts, record, camera)],
          make: () => frameTimes(record, camera),
          type: "application/octet-stream",
        });
      default:
        return await frameAnswer(parts, asked, camera, name);
    }
  };
}

/** `frames/<k>.jpg`, or `at/<seconds>.jpg` for the one nearest to a time. */
async function frameAnswer(
  parts: MediaParts,
  asked: EpisodeRequest,
  camera: CameraRecord,
  name: string,
): Promise<Answer> {
  const { pictures } = parts;
  const { record } = asked.episode;
  const k = /^frames\/(\d{1,9})\.jpg$/.exec(name)?.[1];
  const time = /^at\/(-?\d[\d.e+-]{0,30})\.jpg$/.exec(name)?.[1];
  if (k === undefined && !Number.isFinite(Number(time))) throw notFound("This file");
  const width = widthOf(asked.query);
  const frame = k === undefined ? await frameAt(parts, record, camera, Number(time)) : Number(k);
  return answerStill(asked, {
    recipe: async () => ["frame", await pictures.source(record, camera, { frame }), frame, width],
    make: () => pictures.frame(record, camera, frame, width),
  });
}

async function answerStill(
  { request, episode }: EpisodeRequest,
  { recipe, make, type = "image/jpeg" }: Still,
): Promise<Answer> {
  const hash = createHash("sha256")
    .update(JSON.stringify(await recipe()))
    .digest("hex");
  const etag = `"${hash.slice(0, 32)}"`;
  const cache = episode.record.recording === null ? STILL_CACHE : LIVE_CACHE;
  const headers = { "content-type": type, "cache-control": cache, etag };
  if (isNotModified(request, etag)) return notModified(headers);
  return { status: 200, headers, body: await make() };
}

async function timesSource(
  { pictures }: MediaParts,
  episode: CatalogueEpisode,
  camera: CameraRecord,
): Promise<unknown> {
  if (episode.source === "live" && camera.video === null) {
    return [episode.startTime, ...episode.segments.map(({ key }) => key)];
  }
  if (episode.source === "live") return [camera.video?.hash];
  return await pictures.source(episode, camera, "strip");
}

/** Whether the address names these very bytes; an old one names others. */
function isVersion(query: URLSearchParams, tag: string): boolean {
  return query.get("v") === versionOf(tag);
}

function widthOf(query: URLSearchParams): number | null {
  const text = query.get("w");
  if (text === null) return null;
  const width = Number(text);
  if (!/^\d{1,5}$/.test(text) || width < 16 || width > 4096) {
    throw new AppError("bad_request", "The width must be a whole number from 16 to 4096.", {
      issues: [{ path: "w", message: "must be a whole number from 16 to 4096" }],
    });
  }
  return width;
}
