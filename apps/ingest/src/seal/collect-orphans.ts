import type { Db } from "@retake/db";
import type { ObjectStore } from "@retake/telemetry/object-store";

/**
 * Deletes the objects of a finished recording that no row names: what a killed worker wrote and never committed. Nothing is touched
 * while the recording is not finished, since a part may just be on its way to the register; once it is, no row of it comes any more.
 * @returns the keys deleted
 */
export async function collectOrphans(db: Db, store: ObjectStore, episodeId: string): Promise<string[]> {
  const recording = await db.prisma.recording.findUnique({
    where: { episodeId },
    select: { finished: true, episode: { select: { segments: true, cameras: true } } },
  });
  if (recording === null || !recording.finished) return [];
  const { segments, cameras } = recording.episode;
  const named = new Set<string>();
  for (const { key, clockKey, blobs } of segments) {
    named.add(key);
    if (clockKey !== null) named.add(clockKey);
    for (const blob of Object.values(blobs as Record<string, string>)) named.add(blob);
  }
  for (const { blobKey } of cameras) if (blobKey !== null) named.add(blobKey);
  const deleted: string[] = [];
  const place = `${episodeId.slice(0, 2)}/${episodeId}/`;
  for (const prefix of [`seg/${place}`, `frames/${place}`]) {
    for await (const { key } of store.list(prefix)) {
      if (named.has(key)) continue;
      await store.delete(key);
      deleted.push(key);
    }
  }
  return deleted;
}

/** A worker that was killed between an end and its cleaning up is restarted within moments; a machine may be off over a holiday. */
const LOOK_BACK_MS = 14 * 86_400_000;

/** Recordings that finished lately: what an earlier worker may have left. */
export async function finishedLately(db: Db, now: number): Promise<string[]> {
  const rows = await db.prisma.recording.findMany({
    where: { finished: true, updatedAt: { gt: new Date(now - LOOK_BACK_MS) } },
    select: { episodeId: true },
    orderBy: { updatedAt: "desc" },
  });
  return rows.map(({ episodeId }) => episodeId);
}
