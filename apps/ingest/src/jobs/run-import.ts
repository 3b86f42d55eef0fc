import type { Config } from "@retake/core/config";
import type { Db } from "@retake/db";
import type { ImportOutcome, ImportWork } from "@retake/db/jobs";
import { importDataset } from "@retake/importer/import-dataset";
import type { ObjectStore } from "@retake/telemetry/object-store";

/** One job as one call of the importer, and its result as the job's end. What the importer throws is the queue's to translate. */
export async function runImport(options: {
  db: Db;
  store: ObjectStore;
  config: Pick<Config, "hub" | "importRoots">;
  work: ImportWork;
}): Promise<ImportOutcome> {
  const { db, store, config, work } = options;
  const { job, signal, progress } = work;
  const result = await importDataset({
    db,
    store,
    workspaceId: job.workspaceId,
    request: {
      dataset: job.dataset,
      ...(job.revision === null ? {} : { revision: job.revision }),
      ...(job.maxEpisodes === null ? {} : { episodes: job.maxEpisodes }),
    },
    hub: config.hub,
    importRoots: config.importRoots,
    progress,
    signal,
  });
  return {
    status: result.status,
    imported: result.imported,
    unchanged: result.unchanged,
    quarantined: result.quarantined.map(({ episodeIndex, reason }) => ({
      episode_index: episodeIndex,
      reason,
    })),
    warnings: result.warnings,
    datasetId: result.datasetId,
  };
}
