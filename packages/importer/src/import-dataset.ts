import { AppError } from "@retake/core/errors";
import { datasetFingerprint } from "./episode/content-hash.ts";
import { DataFiles } from "./episode/data-files.ts";
import { chooseEpisodes } from "./episode/choose-episodes.ts";
import { importEpisodes, type EpisodeTally } from "./episode/import-episodes.ts";
import type { ImportRun } from "./import-run.ts";
import { findCameras } from "./layout/find-cameras.ts";
import { findFps } from "./layout/find-fps.ts";
import { type DatasetPlan, planDataset } from "./layout/dataset-plan.ts";
import { Warnings } from "./layout/import-warning.ts";
import { ensureDataset } from "./register/dataset-record.ts";
import { withImportLock } from "./register/import-lock.ts";
import { publishDataset } from "./register/publish-dataset.ts";
import { loadStored } from "./register/stored-episodes.ts";
import { fetchNeeded } from "./source/fetch-needed.ts";
import { openSource } from "./source/open-source.ts";
import type { ImportOptions, ImportProgress, ImportResult } from "./types.ts";
import { CameraFinder } from "./video/episode-cameras.ts";
import { VideoLibrary } from "./video/video-library.ts";

export type { ImportOptions, ImportProgress, ImportRequest, ImportResult } from "./types.ts";

/**
 * Imports a LeRobot dataset (v2.0, v2.1, v3.0) into a workspace. Safe to repeat and to kill: every episode is durable
 * before its row says so, unchanged ones are left alone, and nothing is visible before all is there.
 * @throws AppError when nothing was imported: `path_refused`, `bad_request`, `not_found`, `invalid_dataset`,
 * `unsupported_version`, `too_large`, `source_unreachable`, `conflict`; `cancelled` when the signal was raised (what was
 * stored is kept, hidden, and found again by the next run); `storage_full`, `unavailable` for faults of our own
 */
export async function importDataset(options: ImportOptions): Promise<ImportResult> {
  const signal = options.signal ?? new AbortController().signal;
  try {
    return await importFrom(options, signal);
  } catch (thrown) {
    if (!signal.aborted) throw thrown;
    throw new AppError(
      "cancelled",
      "The import was cancelled. What it had stored is kept for the next run.",
      { cause: thrown },
    );
  }
}

async function importFrom(options: ImportOptions, signal: AbortSignal): Promise<ImportResult> {
  const { request, hub, importRoots, workspaceId } = options;
  const warnings = new Warnings();
  const report = reporter(options);
  report({ phase: "checking" });
  const files = await openSource({
    dataset: request.dataset,
    revision: request.revision ?? null,
    hub,
    cachedOnly: request.skipDownload === true || hub.offline,
    importRoots,
    signal,
  });
  const watch = {
    signal,
    progress: (done: number, total: number) => report({ phase: "downloading", done, total, unit: "files" }),
  };
  const plan = await planDataset(files, warnings, watch);
  const lockKey = `import ${workspaceId} ${files.sourceKey}`;
  return await withImportLock(options.db, lockKey, signal, () =>
    importPlanned(options, plan, warnings, signal, report),
  );
}

type Report = (update: Partial<ImportProgress>) => void;

async function importPlanned(
  options: ImportOptions,
  plan: DatasetPlan,
  warnings: Warnings,
  signal: AbortSignal,
  report: Report,
): Promise<ImportResult> {
  const { db, store, workspaceId, request } = options;
  const cameras = findCameras(plan, warnings);
  const watch = {
    signal,
    progress: (done: number, total: number) => report({ phase: "downloading", done, total, unit: "files" }),
  };
  const unavailable = await fetchNeeded(plan, cameras, request.episodes ?? null, watch);
  report({ phase: "checking", done: 0, total: 0 });
  const data = new DataFiles(plan, unavailable, warnings, signal);
  try {
    const episodes = await chooseEpisodes(plan, data, request.episodes ?? null, warnings);
    if (episodes.length === 0 && plan.info.totalEpisodes !== 0) throw noFrames(warnings);
    const fps = await findFps(plan, data, warnings);
    const dataset = await ensureDataset(db, workspaceId, plan, fps);
    const library = new VideoLibrary(db, store, plan.files, unavailable);
    const run: ImportRun = {
      options,
      signal,
      plan,
      dataset,
      fps,
      fingerprint: datasetFingerprint(plan, fps),
      warnings,
      data,
      library,
      cameras: new CameraFinder(plan, library, cameras, fps),
      stored: await loadStored(db, dataset.id),
    };
    const tally = await importEpisodes(run, episodes, report);
    return await conclude(run, tally, episodes.length, report);
  } finally {
    await data.close();
  }
}

/** Says what is wrong with the files, where any is there: a clone without its large files has them all. */
function noFrames(warnings: Warnings): AppError {
  const fault = warnings.list.find(({ lost }) => lost === true);
  const why = fault === undefined ? "" : ` What was found first: ${fault.message}`;
  return new AppError("invalid_dataset", `There is no frame of any episode under data/.${why}`);
}

async function conclude(
  run: ImportRun,
  tally: EpisodeTally,
  asked: number,
  report: Report,
): Promise<ImportResult> {
  const { options, plan, dataset, fps, warnings, signal } = run;
  const { imported, unchanged, quarantined } = tally;
  if (asked > 0 && quarantined.length === asked && !dataset.published && run.stored.size === 0) {
    await options.db.prisma.dataset.deleteMany({ where: { id: dataset.id, publishedAt: null } });
    const reason = quarantined[0]?.reason ?? "";
    throw new AppError("invalid_dataset", `None of its ${asked} episodes can be read. The first: ${reason}`);
  }
  report({ phase: "publishing" });
  signal.throwIfAborted();
  await publishDataset(options.db, dataset.id, options.workspaceId, plan, fps, warnings.list);
  return {
    status: quarantined.length > 0 || warnings.lost ? "completed_with_losses" : "completed",
    imported,
    unchanged,
    quarantined,
    warnings: warnings.list.map(({ code, message }) => ({ code, message })),
    datasetId: dataset.id,
    datasetSlug: dataset.slug,
  };
}

function reporter({ progress }: ImportOptions): Report {
  const state: ImportProgress = {
    phase: "checking",
    done: 0,
    total: 0,
    unit: "episodes",
    imported: 0,
    unchanged: 0,
  };
  return (update) => {
    Object.assign(state, update);
    progress?.({ ...state });
  };
}
