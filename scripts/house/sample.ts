import { setTimeout as delay } from "node:timers/promises";
import type { Db } from "@retake/db";

const LOOK_EVERY_MS = 200;
const UNFINISHED = new Set(["queued", "running"]);

/** Waits until an import has ended, telling how far it is. @returns null, or in words why not everything is there */
export async function waitForImport(
  db: Db,
  id: string,
  note: (text: string) => void,
  signal: AbortSignal,
): Promise<string | null> {
  for (;;) {
    const job = await db.prisma.importJob.findUniqueOrThrow({ where: { id } });
    if (!UNFINISHED.has(job.status)) {
      if (job.status === "completed") return null;
      const [warning] = job.warnings as { message?: string }[];
      return job.errorMessage ?? warning?.message ?? `it ended as ${job.status}`;
    }
    if (job.total > 0) note(`${job.phase} ${job.done}/${job.total}`);
    await delay(LOOK_EVERY_MS, undefined, { signal });
  }
}
