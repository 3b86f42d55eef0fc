import type { Db } from "@retake/db";
import type { ObjectStore } from "@retake/telemetry/object-store";
import { openTelemetryReader } from "@retake/telemetry/reader";

/** A stored picture of a recording's camera. */
export interface StoredPicture {
  blobKey: string;
  offset: number;
  length: number;
  /** Seconds from the episode's start. */
  time: number;
}

/** All pictures of a camera over all parts, in the order in which readers number them: by time, then by arrival. */
export async function cameraPictures(
  { db, store }: { db: Db; store: ObjectStore },
  episodeId: string,
  topic: string,
): Promise<StoredPicture[]> {
  const segments = await db.prisma.segment.findMany({ where: { episodeId }, orderBy: { part: "asc" } });
  const reader = openTelemetryReader({ store });
  try {
    const pictures: StoredPicture[] = [];
    for (const segment of segments) {
      const blobKey = (segment.blobs as Record<string, string>)[topic];
      if (blobKey === undefined) continue;
      const [columns] = await reader.read([segment], { topics: [topic] });
      columns?.t.forEach((time, row) => {
        const { offset, length } = columns.blob ?? {};
        pictures.push({ blobKey, offset: offset?.[row] ?? 0, length: length?.[row] ?? 0, time });
      });
    }
    return pictures.toSorted((a, b) => a.time - b.time);
  } finally {
    reader.close();
  }
}
