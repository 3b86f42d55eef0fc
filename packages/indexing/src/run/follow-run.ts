import { setTimeout as delay } from "node:timers/promises";
import { AppError } from "@retake/core/errors";
import type { Db } from "@retake/db";
import { notify } from "@retake/db/notify";
import { lacksVectors } from "../texts/lacks-vectors.ts";
import type { IndexProgress, Stage } from "../types.ts";
import { findWork } from "../work/find-work.ts";

const LOOK_EVERY_MS = 300;

/**
 * Waits until whoever indexes this database has brought the workspace up to date, and tells how far that is.
 * @returns what went wrong there, in words, or null
 * @throws AppError `cancelled`
 */
export async function followRun(
  db: Db,
  workspaceId: string,
  space: string,
  { signal, onProgress }: { signal: AbortSignal; onProgress: (progress: IndexProgress) => void },
): Promise<string | null> {
  await notify(db.pool, "episode", workspaceId);
  for (;;) {
    const run = await db.prisma.indexRun.findUnique({ where: { workspaceId } });
    if (run !== null)
      onProgress({ workspaceId, stage: run.stage as Stage, done: run.done, total: run.total });
    const isRunning = run?.state === "running";
    if (run?.state === "failed") return run.problem;
    if (!isRunning && !(await lacks(db, workspaceId, space))) return null;
    await delay(LOOK_EVERY_MS, undefined, { signal }).catch(() => {
      throw new AppError("cancelled", "No longer waited for; the worker goes on.");
    });
  }
}

async function lacks(db: Db, workspaceId: string, space: string): Promise<boolean> {
  return (await findWork(db, workspaceId, null)).length > 0 || (await lacksVectors(db, workspaceId, space));
}
