import type { Config } from "@retake/core/config";
import { probeVideo } from "@retake/media/probe";
import { type DatasetPlan, planDataset } from "./layout/dataset-plan.ts";
import { describeFault } from "./layout/describe-fault.ts";
import { findCameras } from "./layout/find-cameras.ts";
import { Warnings } from "./layout/import-warning.ts";
import type { DeclaredFeature } from "./layout/read-info.ts";
import { openSource } from "./source/open-source.ts";

export { type FolderList, listFolders } from "./folders.ts";

export interface InspectOptions {
  dataset: string;
  revision?: string;
  hub: Config["hub"];
  importRoots: readonly string[] | null;
  /** Ask the hub for nothing. */
  skipDownload?: boolean;
  signal?: AbortSignal;
}

/** What a dataset holds, from its metadata; nothing is written except what the hub's cache keeps of `meta/`. */
export interface Inspection {
  name: string;
  formatVersion: string;
  robotType: string | null;
  /** Null when its metadata does not say. */
  fps: number | null;
  episodes: number;
  frames: number;
  hours: number;
  tasks: string[];
  cameras: {
    name: string;
    storage: string;
    codec: string | null;
    width: number | null;
    height: number | null;
  }[];
  signals: { name: string; dtype: string; shape: number[] }[];
  warnings: { code: string; message: string }[];
}

const NOT_SHOWN = new Set(["timestamp", "frame_index", "episode_index", "index", "task_index"]);
const TASKS_SHOWN = 200;

/** @throws AppError as `importDataset` does for a dataset that cannot be imported at all */
export async function inspectDataset(options: InspectOptions): Promise<Inspection> {
  const { dataset, revision = null, hub, importRoots } = options;
  const signal = options.signal ?? new AbortController().signal;
  const cachedOnly = options.skipDownload === true || hub.offline;
  const files = await openSource({ dataset, revision, hub, cachedOnly, importRoots, signal });
  const warnings = new Warnings();
  const plan = await planDataset(files, warnings, { signal, progress: () => undefined });
  const { info, layout, episodes } = plan;
  const listed = episodes.reduce((sum, row) => sum + (row.length ?? 0), 0);
  const frames = listed > 0 ? listed : (info.totalFrames ?? 0);
  const { fps } = info;
  const cameras = findCameras(plan, warnings);
  const isCamera = (feature: DeclaredFeature): boolean => cameras.includes(feature);
  return {
    name: files.name,
    formatVersion: layout.version,
    robotType: info.robotType,
    fps,
    episodes: episodes.length > 0 ? episodes.length : (info.totalEpisodes ?? 0),
    frames,
    hours: fps !== null ? frames / fps / 3_600 : 0,
    tasks: [...new Set(plan.tasks.values())].slice(0, TASKS_SHOWN),
    cameras: await Promise.all(cameras.map((camera) => inspectCamera(plan, camera, warnings))),
    signals: [...info.features.values()]
      .filter((feature) => !isCamera(feature) && !NOT_SHOWN.has(feature.name))
      .map(({ name, dtype, shape }) => ({ name, dtype, shape })),
    warnings: warnings.list.map(({ code, message }) => ({ code, message })),
  };
}

/** A camera by its first video when that is on this machine already, else as it is declared. */
async function inspectCamera(
  plan: DatasetPlan,
  camera: DeclaredFeature,
  warnings: Warnings,
): Promise<Inspection["cameras"][number]> {
  const { name, codec, width, height } = camera;
  if (camera.dtype === "image") return { name, storage: "images", codec: null, width, height };
  const row = plan.episodes[0];
  const found = row === undefined ? null : plan.locator.videoFile(row, name);
  if (found === null) return { name, storage: "video", codec, width, height };
  const reason = found.path === null ? "is not there" : plan.files.refused.get(found.path);
  if (reason !== undefined) {
    warnings.add("camera_missing", `${name}: ${found.path ?? found.expected} ${reason}.`, true);
    return { name, storage: "missing", codec, width, height };
  }
  const real = await plan.files.realPath(found.path ?? "").catch(() => null);
  if (real === null) return { name, storage: "video", codec, width, height };
  try {
    const probe = await probeVideo(real);
    return { name, storage: "video", codec: probe.codec, width: probe.width, height: probe.height };
  } catch (thrown) {
    warnings.add("camera_missing", `${name}: ${found.path} ${describeFault(thrown)}.`, true);
    return { name, storage: "missing", codec, width, height };
  }
}
