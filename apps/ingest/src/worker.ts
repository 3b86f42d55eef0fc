import type { Config } from "@retake/core/config";
import type { Db } from "@retake/db";
import { createImportWorker } from "@retake/db/jobs";
import type { ObjectStore } from "@retake/telemetry/object-store";
import { type PicturePass, createPicturePass } from "./jobs/picture-pass.ts";
import { runImport } from "./jobs/run-import.ts";
import { type Log, describeError } from "./log.ts";

export interface WorkerOptions {
  db: Db;
  store: ObjectStore;
  config: Pick<Config, "hub" | "importRoots" | "ffmpegPath">;
  log: Log;
}

export interface Worker {
  start(): Promise<void>;
  /** Hands running imports back to the queue and waits for their end. */
  stop(): Promise<void>;
}

/** Takes imports from the queue; what was imported gets its posters and, where browsers need them, H.264 copies afterwards. */
export function createWorker({ db, store, config, log }: WorkerOptions): Worker {
  const onError = (error: unknown): void => log.error("job", describeError(error));
  const pictures: PicturePass = createPicturePass({ db, store, ffmpegPath: config.ffmpegPath, log });
  const imports = createImportWorker({
    db,
    onError,
    run: async (work) => {
      log.info("import begins", { job: work.job.id, dataset: work.job.dataset });
      const outcome = await runImport({ db, store, config, work });
      log.info("import ends", {
        job: work.job.id,
        status: outcome.status,
        imported: outcome.imported,
        unchanged: outcome.unchanged,
        quarantined: outcome.quarantined?.length,
      });
      if (typeof outcome.datasetId === "string") pictures.add(outcome.datasetId);
      return outcome;
    },
  });
  return {
    async start() {
      await imports.start();
      pictures.start();
    },
    async stop() {
      await Promise.all([imports.stop(), pictures.stop()]);
    },
  };
}
