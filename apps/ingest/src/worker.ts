import path from "node:path";
import type { Config } from "@retake/core/config";
import type { Db } from "@retake/db";
import { createImportWorker } from "@retake/db/jobs";
import { createListener } from "@retake/db/notify";
import type { ObjectStore } from "@retake/telemetry/object-store";
import { openLogTail } from "@retake/telemetry/tail";
import { createIndexPass } from "./jobs/index-pass.ts";
import { type PicturePass, createPicturePass } from "./jobs/picture-pass.ts";
import { runImport } from "./jobs/run-import.ts";
import { type Log, describeError } from "./log.ts";
import { createIngestWatch } from "./register/watch-ingest.ts";
import { createSealer } from "./seal/create-sealer.ts";

export interface WorkerOptions {
  db: Db;
  store: ObjectStore;
  config: Pick<Config, "dataDir" | "hub" | "importRoots" | "ffmpegPath" | "openai">;
  log: Log;
  /** Whether what comes in is made findable too; takes a core for as long as there is something to do. */
  indexing?: boolean;
}

export interface Worker {
  start(): Promise<void>;
  /** Hands running imports back to the queue and waits for their end, and for that of the part being sealed. */
  stop(): Promise<void>;
}

/**
 * Takes imports from the queue, and recordings from the log. What came in gets its posters and, where browsers need them, H.264 copies
 * afterwards, and is indexed for search and map. While ingest is down, what it was recording is told to be cut off.
 */
export function createWorker({ db, store, config, log, indexing = true }: WorkerOptions): Worker {
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
  const index = indexing ? createIndexPass({ db, store, config, log }) : null;
  const listener = createListener(db.url);
  const folder = path.join(config.dataDir, "log");
  const tail = openLogTail({ folder });
  const ingestWatch = createIngestWatch({ db, folder, log });
  const sealer = createSealer({ db, store, tail, listener, log, onFinished: pictures.addEpisode });
  return {
    async start() {
      await imports.start();
      await sealer.start();
      ingestWatch.start();
      pictures.start();
      index?.start();
    },
    async stop() {
      const parts = [imports, sealer, ingestWatch, pictures, index];
      await Promise.all([...parts.map((part) => part?.stop()), listener.close()]);
      tail.close();
    },
  };
}
