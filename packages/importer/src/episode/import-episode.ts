import { importedSessionId } from "@retake/core/ids";
import type { ImportRun } from "../import-run.ts";
import type { EpisodeRow } from "../layout/episode-row.ts";
import { Warnings } from "../layout/import-warning.ts";
import { stableId } from "../register/dataset-record.ts";
import { saveEpisode } from "../register/save-episode.ts";
import type { VideoCamera } from "../video/episode-cameras.ts";
import type { ColumnPlan } from "./column-plan.ts";
import { contentHash } from "./content-hash.ts";
import type { DataFile, EpisodeRows } from "./data-files.ts";
import { describeCameras } from "./describe-cameras.ts";
import { describeTopics } from "./describe-topics.ts";
import type { EpisodeContent } from "./episode-content.ts";
import { EpisodeRecorder } from "./episode-recorder.ts";

export interface ImportedEpisode {
  outcome: "imported" | "unchanged";
  warnings: Warnings["list"];
}

/** Rows per read: few where each carries a picture. */
const ROWS_PER_SLICE = 2_048;
const PICTURE_ROWS_PER_SLICE = 32;

/**
 * Brings one episode in: its videos, then its frames, then its rows in one transaction. An episode whose content is
 * stored already is left alone.
 * @throws AppError `corrupt_data` or `path_refused` whose message says why this episode cannot be read
 */
export async function importEpisode(run: ImportRun, row: EpisodeRow): Promise<ImportedEpisode> {
  const { signal } = run;
  const warnings = new Warnings();
  const rows = await run.data.locate(row);
  const file = await run.data.open(rows.path);
  if (row.length !== null && row.length !== rows.rows) {
    const isShort = rows.rows < row.length;
    const message = `${row.length} frames are listed, but ${rows.rows} are there.`;
    warnings.add(isShort ? "frames_missing" : "length_differs", message, isShort);
  }
  const inTable = new Set(file.planned.columns.map((column) => column.name));
  const found = await run.cameras.find(row, rows.rows, warnings, signal);
  const videos = found.filter((camera) => !inTable.has(camera.feature.name));
  const hash = contentHash(run.fingerprint, row, rows, file, videos);
  const stored = run.stored.get(row.index);
  if (stored?.contentHash === hash) {
    return { outcome: stored.published ? "unchanged" : "imported", warnings: stored.warnings };
  }
  for (const { video } of videos) if (video !== null) await run.library.keep(video);
  warnOfSkipped(file, warnings);
  warnOfAbsent(run, file, warnings);
  const id = stableId("episode", run.options.workspaceId, run.plan.files.sourceKey, row.index);
  const content = await recordEpisode(run, row, rows, file, videos, id, warnings);
  await save(run, row, file.planned.columns, videos, content, { id, hash, warnings });
  return { outcome: "imported", warnings: warnings.list };
}

/** One warning a reason: a dataset was seen with 21 columns of pickles. */
function warnOfSkipped({ planned }: DataFile, warnings: Warnings): void {
  for (const [reason, lost] of new Map(planned.skipped.map((column) => [column.reason, column.lost]))) {
    const names = planned.skipped.filter((column) => column.reason === reason).map((column) => column.name);
    const code = lost ? "feature_refused" : "column_skipped";
    warnings.add(code, `Not imported: ${someOf(names)}: ${reason}.`, lost);
  }
}

/** Features that info.json promises and the frames do not have. A camera without pictures is told of on its own. */
function warnOfAbsent({ plan }: ImportRun, { table }: DataFile, warnings: Warnings): void {
  const absent = [...plan.info.features.values()].filter(
    ({ name, dtype }) => !table.columns.has(name) && !isCameraType(dtype) && !DERIVABLE.has(name),
  );
  if (absent.length === 0) return;
  const names = someOf(absent.map(({ name }) => name));
  warnings.add("feature_absent", `Declared in meta/info.json, but not in the frames: ${names}.`, true);
}

const isCameraType = (dtype: string): boolean => dtype === "video" || dtype === "image";
/** What is known without them. */
const DERIVABLE = new Set(["timestamp", "frame_index", "episode_index", "index", "task_index"]);

function someOf(names: readonly string[]): string {
  return `${names.slice(0, 3).join(", ")}${names.length > 3 ? ` and ${names.length - 3} more` : ""}`;
}

async function recordEpisode(
  run: ImportRun,
  row: EpisodeRow,
  rows: EpisodeRows,
  file: DataFile,
  videos: readonly VideoCamera[],
  episodeId: string,
  warnings: Warnings,
): Promise<EpisodeContent> {
  const { columns } = file.planned;
  const recorder = new EpisodeRecorder({
    store: run.options.store,
    episodeId,
    row,
    plan: columns,
    fps: run.fps,
    tasks: run.plan.tasks,
    subtasks: run.plan.subtasks,
    videoTopics: videos.filter((camera) => camera.span !== null).map((camera) => camera.topic),
    warnings,
  });
  try {
    const hasPictures = columns.some((column) => column.kind === "picture" || column.kind === "pixels");
    const step = hasPictures ? PICTURE_ROWS_PER_SLICE : ROWS_PER_SLICE;
    for (const { start, rows: count } of rows.runs) {
      const scan = await file.scanFrom(start);
      for (let done = 0; done < count; done += step) {
        run.signal.throwIfAborted();
        const size = Math.min(step, count - done);
        await recorder.add(await scan.take(size), size);
      }
    }
    return await recorder.finish();
  } finally {
    await recorder.abort();
  }
}

async function save(
  run: ImportRun,
  row: EpisodeRow,
  columns: readonly ColumnPlan[],
  videos: readonly VideoCamera[],
  content: EpisodeContent,
  { id, hash, warnings }: { id: string; hash: string; warnings: Warnings },
): Promise<void> {
  const { plan, dataset, fps, options } = run;
  const topics = describeTopics(plan, columns, content, videos);
  const order = [...plan.info.features.values()];
  const cameras = describeCameras(order, columns, content, videos, fps, warnings);
  const tasks = wordsOf(run, row, content);
  const bySuccess = content.success === null ? null : content.success ? "success" : "failure";
  await saveEpisode(options.db, {
    id,
    workspaceId: options.workspaceId,
    datasetId: dataset.id,
    sessionId: importedSessionId(dataset.slug, row.index),
    episodeIndex: row.index,
    robotType: plan.info.robotType,
    task: tasks[0] ?? null,
    tasks,
    fps,
    outcome: bySuccess ?? row.outcome,
    contentHash: hash,
    warnings: warnings.list,
    content,
    topics,
    cameras,
  });
}

/** The sentences that the frames carry, the most frequent first; where they carry none, those of the episodes table. */
function wordsOf({ plan }: ImportRun, row: EpisodeRow, content: EpisodeContent): readonly string[] {
  const words = content.taskNumbers.flatMap((number) => plan.tasks.get(number) ?? []);
  return words.length > 0 ? [...new Set(words)] : row.tasks;
}
