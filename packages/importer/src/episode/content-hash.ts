import { createHash } from "node:crypto";
import type { DatasetPlan } from "../layout/dataset-plan.ts";
import type { EpisodeRow } from "../layout/episode-row.ts";
import type { VideoCamera } from "../video/episode-cameras.ts";
import type { DataFile, EpisodeRows } from "./data-files.ts";

/** Raised whenever the same files would be stored differently, so that the next import brings everything up to date. */
const RECIPE = 2;

/** What all episodes of a dataset have in common. */
export function datasetFingerprint(plan: DatasetPlan, fps: number): string {
  const { info, tasks, subtasks, modality } = plan;
  return digest([
    RECIPE,
    fps,
    info.robotType,
    [...info.features.values()],
    [...tasks],
    [...subtasks],
    [...modality],
  ]);
}

/** Hash of everything that is imported into an episode, without reading its frames: files by their hash, rows by their place. */
export function contentHash(
  fingerprint: string,
  row: EpisodeRow,
  rows: EpisodeRows,
  file: DataFile,
  cameras: readonly VideoCamera[],
): string {
  const videos = cameras.map(({ topic, video, span, problem }) => [topic, video?.hash, span, problem]);
  const { index, tasks, outcome, subtasks } = row;
  return digest([fingerprint, index, tasks, outcome, subtasks, file.sha256, rows.runs, videos]);
}

function digest(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex");
}
