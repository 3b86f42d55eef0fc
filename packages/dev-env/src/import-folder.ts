import { setTimeout as delay } from "node:timers/promises";
import type { Db, ImportJob } from "@retake/db";
import type { ImportQueue } from "@retake/db/jobs";

export type FinishedImport = ImportJob;

const LOOK_EVERY_MS = 50;
const UNFINISHED = new Set(["queued", "running"]);

/** Puts a folder in the queue and waits until its job has ended, however it ended. */
export async function importFolder(
  db: Db,
  queue: ImportQueue,
  workspaceId: string,
  folder: string,
): Promise<FinishedImport> {
  const { id } = await queue.enqueueImport({ workspaceId, requestedById: null, dataset: folder });
  for (;;) {
    const job = await db.prisma.importJob.findUniqueOrThrow({ where: { id } });
    if (!UNFINISHED.has(job.status)) return job;
    await delay(LOOK_EVERY_MS);
  }
}
