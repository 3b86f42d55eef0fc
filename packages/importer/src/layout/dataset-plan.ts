import { AppError } from "@retake/core/errors";
import type { DatasetFiles, FetchWatch } from "../source/dataset-files.ts";
import { detectLayout, type Layout } from "./detect-layout.ts";
import type { EpisodeRow } from "./episode-row.ts";
import type { Warnings } from "./import-warning.ts";
import { FileLocator } from "./locate-files.ts";
import { type ModalityLabels, readModality } from "./read-modality.ts";
import { readEpisodes } from "./read-episodes.ts";
import { type DatasetInfo, readInfo } from "./read-info.ts";
import { readSubtasks, readTasks, type TaskTable } from "./read-tasks.ts";

/** Everything the metadata says, read before a frame is. */
export interface DatasetPlan {
  files: DatasetFiles;
  info: DatasetInfo;
  layout: Layout;
  tasks: TaskTable;
  subtasks: TaskTable;
  modality: ModalityLabels;
  /** In order of their number; empty when no list could be read and the frames must tell. */
  episodes: EpisodeRow[];
  locator: FileLocator;
}

/** @throws AppError `invalid_dataset`, `unsupported_version`, `path_refused`, `too_large` when nothing can be imported */
export async function planDataset(
  files: DatasetFiles,
  warnings: Warnings,
  watch: FetchWatch,
): Promise<DatasetPlan> {
  const metaFiles = [...files.sizes.keys()].filter((path) => path.startsWith("meta/"));
  const failed = await files.fetch(metaFiles, watch);
  for (const [path, reason] of failed) {
    if (path === "meta/info.json")
      throw new AppError("source_unreachable", `${path} could not be fetched: ${reason}.`);
    warnings.add("file_not_fetched", `${path} could not be fetched: ${reason}.`, true);
  }
  const info = await readInfo(files, warnings);
  const layout = detectLayout(files, info, warnings);
  const tasks = await readTasks(files, warnings);
  const subtasks = await readSubtasks(files, warnings);
  const episodes = await readEpisodes(files, layout, tasks, warnings);
  const locator = new FileLocator(files, info);
  warnOfCounts(info, episodes, warnings);
  return { files, info, layout, tasks, subtasks, modality: await readModality(files), episodes, locator };
}

function warnOfCounts(info: DatasetInfo, episodes: readonly EpisodeRow[], warnings: Warnings): void {
  const { totalEpisodes } = info;
  if (totalEpisodes !== null && episodes.length > 0 && totalEpisodes !== episodes.length) {
    const message = `meta/info.json says ${totalEpisodes} episodes, but ${episodes.length} are listed.`;
    warnings.add("count_differs", message);
  }
}
