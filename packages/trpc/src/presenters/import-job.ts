import type { ImportJobView } from "../schemas/imports.ts";

/** An import job's row; a Prisma row fits. */
export interface ImportJobRecord {
  id: string;
  dataset: string;
  revision: string | null;
  maxEpisodes: number | null;
  status: ImportJobView["status"];
  phase: string;
  done: number;
  total: number;
  unit: string;
  imported: number;
  unchanged: number;
  quarantined: unknown;
  warnings: unknown;
  errorCode: string | null;
  errorMessage: string | null;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
}

export function importJobView(job: ImportJobRecord, datasetSlug: string | null): ImportJobView {
  return {
    id: job.id,
    dataset: job.dataset,
    revision: job.revision,
    max_episodes: job.maxEpisodes,
    status: job.status,
    phase: job.phase,
    progress: { done: job.done, total: job.total, unit: job.unit },
    episodes: {
      imported: job.imported,
      unchanged: job.unchanged,
      quarantined: job.quarantined as ImportJobView["episodes"]["quarantined"],
    },
    warnings: job.warnings as ImportJobView["warnings"],
    error: job.errorCode === null ? null : { code: job.errorCode, message: job.errorMessage ?? "" },
    dataset_slug: datasetSlug,
    created_at: job.createdAt.toISOString(),
    started_at: job.startedAt?.toISOString() ?? null,
    finished_at: job.finishedAt?.toISOString() ?? null,
  };
}
