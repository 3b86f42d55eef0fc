import { createHash } from "node:crypto";
import type { Db } from "@retake/db";
import type { Stills } from "@retake/media/stills";
import { spreadEvenly, STRIP_FRAMES } from "@retake/media/stills";
import type { ObjectStore } from "@retake/telemetry/object-store";
import { cameraPictures, type StoredPicture } from "./camera-pictures.ts";

/**
 * Posters of a recording's first camera, and the filmstrip of each, as the pages ask for them: under the very names by which the front
 * looks for them.
 */
export async function makeRecordingPosters(
  parts: { db: Db; store: ObjectStore },
  stills: Stills,
  { episodeId, widths, signal }: { episodeId: string; widths: readonly number[]; signal: AbortSignal },
): Promise<void> {
  const [camera] = await parts.db.prisma.episodeCamera.findMany({
    where: { episodeId, storage: "images", frames: { gt: 0 } },
    orderBy: [{ position: "asc" }, { topic: "asc" }],
  });
  if (camera === undefined) return;
  const pictures = await cameraPictures(parts, episodeId, camera.topic);
  const poster = pictures[Math.floor(pictures.length / 3)];
  if (poster === undefined) return;
  const bytes = await readPicture(parts.store, poster);
  for (const width of widths) {
    if (signal.aborted) return;
    await stills.picture({ bytes, hash: nameOf(poster), width });
  }
  const strip = spreadEvenly(pictures.length, STRIP_FRAMES).flatMap((k) => pictures[k] ?? []);
  const stripBytes = await Promise.all(strip.map((picture) => readPicture(parts.store, picture)));
  await stills.pictureStrip({ pictures: stripBytes, hash: hashOf(strip.map(nameOf).join(" ")) });
}

async function readPicture(
  store: ObjectStore,
  { blobKey, offset, length }: StoredPicture,
): Promise<Uint8Array> {
  return await store.get(blobKey, { start: offset, end: offset + length });
}

function nameOf({ blobKey, offset, length }: StoredPicture): string {
  return hashOf(`${blobKey} ${offset} ${length}`);
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
