import type { DatasetPlan } from "./layout/dataset-plan.ts";
import type { Warnings } from "./layout/import-warning.ts";
import type { DatasetRecord } from "./register/dataset-record.ts";
import type { StoredEpisode } from "./register/stored-episodes.ts";
import type { DataFiles } from "./episode/data-files.ts";
import type { ImportOptions } from "./types.ts";
import type { CameraFinder } from "./video/episode-cameras.ts";
import type { VideoLibrary } from "./video/video-library.ts";

/** What all steps of one import share. */
export interface ImportRun {
  options: ImportOptions;
  signal: AbortSignal;
  plan: DatasetPlan;
  dataset: DatasetRecord;
  fps: number;
  fingerprint: string;
  warnings: Warnings;
  data: DataFiles;
  library: VideoLibrary;
  cameras: CameraFinder;
  /** What is stored already, by episode number. */
  stored: ReadonlyMap<number, StoredEpisode>;
}
