import { AppError, notFound } from "@retake/core/errors";
import type { Stills } from "@retake/media/stills";
import type { ObjectStore } from "@retake/telemetry/object-store";
import type { TelemetryReader } from "@retake/telemetry/reader";
import type { TopicColumns } from "@retake/telemetry/types";
import type { CameraRecord, CatalogueEpisode } from "@retake/trpc/catalogue";
import { noPicture } from "./no-picture.ts";
import { hashOf, placeName, recordedPicture, recordedPlace } from "./recorded-pictures.ts";
import { posterFrame, stripFrames } from "./shown-frames.ts";

/** JPEGs of an episode's cameras, whether its pictures lie in a video, in blobs, or in the log of a recording. */
export interface Pictures {
  /** What such pictures are made of: changes when there are other ones in the same place. @throws AppError `not_found` */
  source(
    episode: CatalogueEpisode,
    camera: CameraRecord,
    of: { frame: number } | "poster" | "strip",
  ): Promise<readonly unknown[]>;
  /** Frame `k` of the episode. @throws AppError `not_found` beyond its frames */
  frame(
    episode: CatalogueEpisode,
    camera: CameraRecord,
    k: number,
    width: number | null,
  ): Promise<Uint8Array>;
  poster(episode: CatalogueEpisode, camera: CameraRecord, width: number | null): Promise<Uint8Array>;
  strip(episode: CatalogueEpisode, camera: CameraRecord): Promise<Uint8Array>;
}

export function createPictures(options: {
  store: ObjectStore;
  reader: TelemetryReader;
  stills: Stills;
}): Pictures {
  const { store, reader, stills } = options;

  async function storedPictures(
    episode: CatalogueEpisode,
    camera: CameraRecord,
    frames: readonly number[],
  ): Promise<{ bytes: Uint8Array; hash: string }[]> {
    if (episode.source === "live") {
      return await Promise.all(frames.map((k) => recordedPicture({ store, reader }, episode, camera, k)));
    }
    const { blobKey } = camera;
    if (blobKey === null) throw noPicture(camera);
    const [columns] = await reader.read(episode.segments, { topics: [camera.topic] });
    return await Promise.all(
      frames.map(async (k) => {
        const { offset, length } = placeOf(columns, k);
        const bytes = await store.get(blobKey, { start: offset, end: offset + length });
        return { bytes, hash: hashOf(`${blobKey} ${offset} ${length}`) };
      }),
    );
  }

  const pictures: Pictures = {
    async source(episode, camera, of) {
      if (episode.source === "live") {
        const frames =
          of === "poster"
            ? [posterFrame(episode, camera)]
            : of === "strip"
              ? stripFrames(episode, camera)
              : [of.frame];
        const places = await Promise.all(frames.map((k) => recordedPlace(reader, episode, camera, k)));
        return places.map(placeName);
      }
      return camera.video === null
        ? [camera.blobKey, episode.id, camera.frames]
        : [camera.video.hash, camera.firstFrame, camera.frames];
    },
    async frame(episode, camera, k, width) {
      if (!(k < camera.frames)) throw notFound("This frame");
      if (camera.storage === "images") {
        const [picture] = await storedPictures(episode, camera, [k]);
        if (picture === undefined) throw noPicture(camera);
        if (width === null && isJpeg(picture.bytes)) return picture.bytes;
        return await stills.picture({ ...picture, width });
      }
      return await stills.frame({ ...videoOf(store, camera), ordinal: camera.firstFrame + k, width });
    },
    async poster(episode, camera, width) {
      if (camera.storage === "images") {
        return await pictures.frame(episode, camera, posterFrame(episode, camera), width);
      }
      const { firstFrame, frames } = camera;
      return await stills.poster({ ...videoOf(store, camera), firstFrame, frames, width });
    },
    async strip(episode, camera) {
      if (camera.storage === "images") {
        const found = await storedPictures(episode, camera, stripFrames(episode, camera));
        const hash = hashOf(found.map((picture) => picture.hash).join(" "));
        return await stills.pictureStrip({ pictures: found.map((picture) => picture.bytes), hash });
      }
      const { firstFrame, frames } = camera;
      return await stills.strip({ ...videoOf(store, camera), firstFrame, frames });
    },
  };
  return pictures;
}

function videoOf(store: ObjectStore, camera: CameraRecord): { file: string; hash: string } {
  const { video } = camera;
  if (video === null || camera.frames === 0) throw noPicture(camera);
  const file = store.localPath(video.key);
  if (file === null) throw new AppError("unavailable", "Pictures need the videos on this machine.");
  return { file, hash: video.hash };
}

/** The frame numbers of a dataset may begin anywhere and have gaps: a picture is known by its place among the pictures. */
function placeOf(columns: TopicColumns | undefined, k: number): { offset: number; length: number } {
  const offset = columns?.blob?.offset[k];
  const length = columns?.blob?.length[k];
  if (offset === undefined || length === undefined || length === 0) throw notFound("This frame");
  return { offset, length };
}

function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
}
