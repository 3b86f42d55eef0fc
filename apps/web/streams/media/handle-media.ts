import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { AppError, notFound } from "@retake/core/errors";
import type { CameraRecord, CatalogueEpisode } from "@retake/trpc/catalogue";
import type { Answer } from "../http/send.ts";
import type { EpisodeRequest } from "../http/episode-request.ts";
import type { FrontParts } from "../parts.ts";
import { versionOf } from "@retake/trpc/media-url";
import { isNotModified, notModified } from "./conditional.ts";
import { createFrameTimes } from "./frame-times.ts";
import { videoAnswer } from "./video-answer.ts";

/** Stills are named by place, not by content: after a while a browser asks whether the place still shows the same. */
const STILL_CACHE = "private, max-age=3600, stale-while-revalidate=86400";

/** Answers `/media/<workspace>/<episode>/<camera topic>/<file>`; the caller may read the episode. @throws AppError `not_found`, those of stills */
export function createMediaHandler(parts: Pick<FrontParts, "store" | "pictures">) {
  const { store, pictures } = parts;
  const frameTimes = createFrameTimes(store);

  async function still(
    request: IncomingMessage,
    recipe: readonly unknown[],
    make: () => Promise<Uint8Array>,
    type = "image/jpeg",
  ): Promise<Answer> {
    const etag = `"${createHash("sha256").update(JSON.stringify(recipe)).digest("hex").slice(0, 32)}"`;
    const headers = { "content-type": type, "cache-control": STILL_CACHE, etag };
    if (isNotModified(request, etag)) return notModified(headers);
    return { status: 200, headers, body: await make() };
  }

  return async ({ request, episode, rest, query }: EpisodeRequest): Promise<Answer> => {
    const [topic = "", ...file] = rest;
    const camera = episode.camera(topic);
    const source = sourceOf(episode.record, camera);
    const name = file.join("/");
    switch (name) {
      case "video.mp4": {
        const { video } = camera;
        if (video === null) throw notFound("A video of this camera");
        return videoAnswer(store, request, {
          ...video,
          tag: video.hash,
          versioned: isVersion(query, video.hash),
        });
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
        return still(request, ["poster", source, width], () =>
          pictures.poster(episode.record, camera, width),
        );
      }
      case "strip.jpg":
        return still(request, ["strip", source], () => pictures.strip(episode.record, camera));
      case "times.bin":
        return still(request, ["times", source], () => frameTimes(camera), "application/octet-stream");
      default: {
        const k = /^frames\/(\d{1,9})\.jpg$/.exec(name)?.[1];
        if (k === undefined) throw notFound("This file");
        const width = widthOf(query);
        return still(request, ["frame", source, k, width], () =>
          pictures.frame(episode.record, camera, Number(k), width),
        );
      }
    }
  };
}

/** What the pictures are made of: changes when an import brings other ones to the same place. */
function sourceOf(episode: CatalogueEpisode, camera: CameraRecord): readonly unknown[] {
  return camera.video === null
    ? [camera.blobKey, episode.id, camera.frames]
    : [camera.video.hash, camera.firstFrame, camera.frames];
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
