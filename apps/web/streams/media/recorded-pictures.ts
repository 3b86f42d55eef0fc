import { createHash } from "node:crypto";
import { notFound } from "@retake/core/errors";
import type { ObjectStore } from "@retake/telemetry/object-store";
import type { TelemetryReader } from "@retake/telemetry/reader";
import type { CameraRecord, CatalogueEpisode } from "@retake/trpc/catalogue";

/** Where a picture that a robot sent lies: each part of its episode has blobs of its own. */
export interface RecordedPlace {
  key: string;
  offset: number;
  length: number;
}

/** Of the k-th picture in the order of time, over all parts. @throws AppError `not_found` */
export async function recordedPlace(
  reader: TelemetryReader,
  episode: CatalogueEpisode,
  camera: CameraRecord,
  k: number,
): Promise<RecordedPlace> {
  const row = await reader.rowAt(episode.segments, { topic: camera.topic, ordinal: k });
  const part = episode.segments.find(({ key }) => key === row?.segment.key);
  const key = part?.blobs?.[camera.topic] ?? camera.blobKey;
  const picture = row?.picture ?? null;
  if (picture === null || picture.length === 0 || key === null) throw notFound("This frame");
  return { key, ...picture };
}

export async function recordedPicture(
  { store, reader }: { store: ObjectStore; reader: TelemetryReader },
  episode: CatalogueEpisode,
  camera: CameraRecord,
  k: number,
): Promise<{ bytes: Uint8Array; hash: string }> {
  const place = await recordedPlace(reader, episode, camera, k);
  const { key, offset, length } = place;
  return { bytes: await store.get(key, { start: offset, end: offset + length }), hash: placeName(place) };
}

/** Names the bytes that lie there: nothing is ever written over. */
export function placeName({ key, offset, length }: RecordedPlace): string {
  return hashOf(`${key} ${offset} ${length}`);
}

export function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
