import { notFound } from "@retake/core/errors";
import type { PgBoss } from "pg-boss";
import type { Db } from "../create-db.ts";
import type { ImportJob } from "../generated/client.ts";
import { notify } from "../notify.ts";
import { importGroup, sendImport, startBoss } from "./boss.ts";

export interface ImportRequest {
  workspaceId: string;
  requestedById: string | null;
  /** Hub id or folder. */
  dataset: string;
  revision?: string | null;
  maxEpisodes?: number | null;
  embed?: boolean;
}

export interface ImportQueue {
  /** Stores the job's row, puts it in the queue and wakes whoever watches. */
  enqueueImport(request: ImportRequest): Promise<ImportJob>;
  /** Puts a job whose row is stored in the queue; harmless when it is there already. */
  enqueue(jobId: string): Promise<void>;
  /** A waiting job ends at once, a running one within about 2 s; one that has ended stays as it is. */
  cancelImport(jobId: string): Promise<ImportJob>;
  close(): Promise<void>;
}

/** The asking side. Connects when first used. Should the process die between row and queue, a worker finds the row. */
export function createImportQueue(db: Db, onError: (error: Error) => void = () => undefined): ImportQueue {
  let starting: Promise<PgBoss> | undefined;
  const boss = (): Promise<PgBoss> =>
    (starting ??= startBoss(db, { supervise: false, onError }).catch((error: unknown) => {
      starting = undefined;
      throw error;
    }));

  async function enqueue(job: ImportJob): Promise<void> {
    await sendImport(await boss(), job.id, importGroup(job));
    await notify(db.pool, "import", job.id);
  }

  return {
    async enqueueImport(request) {
      const job = await db.prisma.importJob.create({ data: request });
      await enqueue(job);
      return job;
    },
    async enqueue(jobId) {
      await enqueue(await findJob(db, jobId));
    },
    async cancelImport(jobId) {
      await db.prisma.importJob.updateMany({
        where: { id: jobId, status: "queued" },
        data: { status: "cancelled", phase: "cancelled", cancelAsked: true, finishedAt: new Date() },
      });
      await db.prisma.importJob.updateMany({
        where: { id: jobId, status: "running" },
        data: { cancelAsked: true },
      });
      await notify(db.pool, "import", jobId);
      return findJob(db, jobId);
    },
    async close() {
      const started = await starting?.catch(() => undefined);
      await started?.stop({ graceful: false, close: false });
    },
  };
}

async function findJob(db: Db, id: string): Promise<ImportJob> {
  const job = await db.prisma.importJob.findUnique({ where: { id } });
  if (job === null) throw notFound("The import");
  return job;
}
