import { createHash } from "node:crypto";
import { AppError } from "@retake/core/errors";
import type { Db } from "@retake/db";
import { spreadEvenly, type Stills, STRIP_FRAMES } from "@retake/media/stills";
import type { ObjectStore } from "@retake/telemetry/object-store";
import type { TelemetryReader } from "@retake/telemetry/reader";

export interface PictureParts {
  db: Db;
  store: ObjectStore;
  reader: TelemetryReader;
  stills: Stills;
}

interface Place {
  blobKey: string;
  offset: number;
  length: number;
  time: number;
}

/**
 * The filmstrip of the episode's first camera as JPEG, {@link STRIP_FRAMES} tiles side by side; null without a camera that sees.
 * Pages show the same file, so that nothing is decoded twice.
 * @throws AppError `unsupported_media`, `invalid_dataset`, `not_found`, `unavailable`
 */
export async function episodeStrip(parts: PictureParts, episodeId: string): Promise<Uint8Array | null> {
  const { db, store, stills } = parts;
  const camera = await db.prisma.episodeCamera.findFirst({
    where: { episodeId, storage: { in: ["video", "images"] }, frames: { gt: 0 }, isDepth: false },
    orderBy: [{ position: "asc" }, { topic: "asc" }],
    include: { video: true },
  });
  if (camera === null) return null;
  if (camera.storage === "video") {
    const { video, firstFrame, frames } = camera;
    const file = video === null ? null : store.localPath(video.key);
    if (video === null || file === null)
      throw new AppError("unavailable", "The video is not on this machine, where pictures are made.");
    return stills.strip({ file, hash: video.hash, firstFrame, frames });
  }
  const places = await picturePlaces(parts, episodeId, camera.topic, camera.blobKey);
  if (places.length === 0) return null;
  const chosen = spreadEvenly(places.length, STRIP_FRAMES).flatMap((k) => places[k] ?? []);
  const pictures = await Promise.all(
    chosen.map(({ blobKey, offset, length }) => store.get(blobKey, { start: offset, end: offset + length })),
  );
  const names = chosen.map(({ blobKey, offset, length }) => hashOf(`${blobKey} ${offset} ${length}`));
  return stills.pictureStrip({ pictures, hash: hashOf(names.join(" ")) });
}

/** Of an import in one blob, of a recording in one per part; in the order of time. */
async function picturePlaces(
  { db, reader }: PictureParts,
  episodeId: string,
  topic: string,
  blobKey: string | null,
): Promise<Place[]> {
  const places: Place[] = [];
  for (const segment of await db.prisma.segment.findMany({
    where: { episodeId },
    orderBy: { part: "asc" },
  })) {
    const key = blobKey ?? (segment.blobs as Record<string, string>)[topic];
    if (key === undefined) continue;
    const [columns] = await reader.read([segment], { topics: [topic] });
    const { blob, t } = columns ?? {};
    for (const [row, time] of (t ?? []).entries())
      places.push({ blobKey: key, offset: blob?.offset[row] ?? 0, length: blob?.length[row] ?? 0, time });
  }
  return places.filter(({ length }) => length > 0).toSorted((a, b) => a.time - b.time);
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
