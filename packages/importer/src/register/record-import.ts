import type { Db } from "@retake/db";
import type { ImportRequest, ImportResult } from "../types.ts";
import { storable } from "./storable.ts";

/** An import from the command line, written into the list of imports once it has ended: no worker must take it up. */
export async function recordImport(
  db: Db,
  workspaceId: string,
  request: ImportRequest,
  embed: boolean,
  startedAt: Date,
  result: ImportResult,
): Promise<void> {
  const { status, imported, unchanged, quarantined, warnings, datasetId } = result;
  const total = imported + unchanged + quarantined.length;
  const words = storable({
    dataset: request.dataset,
    quarantined: quarantined.map(({ episodeIndex, reason }) => ({ episode_index: episodeIndex, reason })),
    warnings,
  });
  await db.prisma.importJob.create({
    data: {
      workspaceId,
      ...words,
      revision: request.revision ?? null,
      maxEpisodes: request.episodes ?? null,
      embed,
      status,
      done: total,
      total,
      phase: "done",
      imported,
      unchanged,
      datasetId,
      startedAt,
      finishedAt: new Date(),
    },
  });
}
