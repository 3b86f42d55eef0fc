import type { Db } from "./create-db.ts";
import { startBoss } from "./jobs/boss.ts";

export type { ImportOutcome } from "./jobs/outcome.ts";
export type { ImportProgress } from "./jobs/progress.ts";
export { type ImportQueue, type ImportRequest, createImportQueue } from "./jobs/queue.ts";
export {
  type ImportWork,
  type ImportWorker,
  type ImportWorkerOptions,
  createImportWorker,
} from "./jobs/worker.ts";

/** Makes the queue's own tables, so that no process has to do so while others wait. Harmless to repeat. */
export async function installJobs(db: Db): Promise<void> {
  let failure: Error | undefined;
  const boss = await startBoss(db, { supervise: false, onError: (error) => (failure = error) });
  await boss.stop({ graceful: false, close: false });
  if (failure !== undefined) throw failure;
}
