import type { Db } from "@retake/db";
import type { ImportWarning } from "../layout/import-warning.ts";
import type { ImportRun } from "../import-run.ts";

/** What earlier runs stored of a dataset, also runs that were killed. */
export async function loadStored(db: Db, datasetId: string): Promise<ImportRun["stored"]> {
  const rows = await db.prisma.episode.findMany({
    where: { datasetId },
    select: { episodeIndex: true, contentHash: true, publishedAt: true, warnings: true },
  });
  return new Map(
    rows.map(({ episodeIndex, contentHash, publishedAt, warnings }) => [
      episodeIndex ?? -1,
      {
        contentHash,
        published: publishedAt !== null,
        warnings: (warnings ?? []) as unknown as ImportWarning[],
      },
    ]),
  );
}
