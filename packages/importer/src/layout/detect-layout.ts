import { AppError } from "@retake/core/errors";
import type { DatasetFiles } from "../source/dataset-files.ts";
import { whyUnreadable } from "../source/why-unreadable.ts";
import type { Warnings } from "./import-warning.ts";
import type { DatasetInfo } from "./read-info.ts";

/** What is on disk; `codebase_version` is only a claim. */
export interface Layout {
  version: "v2.0" | "v2.1" | "v3.0";
  /** `meta/episodes/**.parquet` in path order, or empty. */
  episodeTables: string[];
  /** `meta/episodes.jsonl` is there. */
  episodeLines: boolean;
  /** Parquet files under `data/`, in path order. */
  dataFiles: string[];
}

const EPISODE_TABLE = /^meta\/episodes\/.+\.parquet$/;
const DATA_FOLDER = "data/";
const SHARED_FILE = /\/file[-_]\d+\.parquet$/;
const EPISODE_FILE = /\/episode[-_]\d+\.parquet$/;

/**
 * Decides the layout from the files. A disagreement with `codebase_version` becomes a warning.
 * @throws AppError `unsupported_version` (v1, or something newer that is not recognised), `invalid_dataset`
 */
export function detectLayout(files: DatasetFiles, info: DatasetInfo, warnings: Warnings): Layout {
  const paths = [...files.sizes.keys(), ...files.refused.keys()].toSorted();
  const episodeTables = withoutCopies(paths.filter((path) => EPISODE_TABLE.test(path)));
  const folder = dataFolder(paths, info);
  const dataFiles = paths.filter((path) => path.startsWith(folder) && path.endsWith(".parquet"));
  const episodeLines = files.sizes.has("meta/episodes.jsonl");
  const shared = dataFiles.some((path) => SHARED_FILE.test(path));
  const single = dataFiles.some((path) => EPISODE_FILE.test(path));
  const isV3 = episodeTables.length > 0 || (shared && !single);
  const isV2 = episodeLines || single;
  if (!isV3 && !isV2) {
    if (dataFiles.length === 0 && info.totalEpisodes !== 0) refuseUnknown(paths, info);
    if (dataFiles.length === 0 && !info.present) refuseUnknown(paths, info);
  }
  const version = isV3 && !(episodeLines && single && !shared) ? "v3.0" : secondVersion(files, info, isV2);
  const claim = info.codebaseVersion;
  if (claim !== null && claim.replace(/^v?/, "v") !== version) {
    warnings.add(
      "version_differs",
      `meta/info.json says ${claim}, but the files are laid out as ${version}.`,
    );
  }
  if (dataFiles.length === 0 && info.totalEpisodes !== 0) {
    const why = whyUnreadable(files, folder);
    throw new AppError(
      "invalid_dataset",
      `There is no Parquet file under ${folder}: ${why ?? "the frames of this dataset are missing"}.`,
    );
  }
  return { version, episodeTables: version === "v3.0" ? episodeTables : [], episodeLines, dataFiles };
}

/** `data/`, unless there is none and the pattern of info.json begins elsewhere. */
function dataFolder(paths: readonly string[], { dataPath }: DatasetInfo): string {
  const [first] = dataPath ?? [];
  const folder = first !== undefined && "text" in first ? /^[^/]+\//.exec(first.text)?.[0] : undefined;
  const isUsable = folder !== undefined && folder !== "meta/" && folder !== "videos/";
  return isUsable && !paths.some((path) => path.startsWith(DATA_FOLDER)) ? folder : DATA_FOLDER;
}

function secondVersion(files: DatasetFiles, info: DatasetInfo, isV2: boolean): Layout["version"] {
  if (!isV2 && info.codebaseVersion?.includes("3.") === true) return "v3.0";
  if (files.sizes.has("meta/episodes_stats.jsonl")) return "v2.1";
  if (files.sizes.has("meta/stats.json")) return "v2.0";
  return info.codebaseVersion?.includes("2.0") === true ? "v2.0" : "v2.1";
}

function refuseUnknown(paths: readonly string[], info: DatasetInfo): never {
  const claim = info.codebaseVersion;
  const isV1 = /^v?1\./.test(claim ?? "") || paths.some((path) => path.startsWith("meta_data/"));
  if (isV1) {
    throw new AppError(
      "unsupported_version",
      "This is a LeRobot v1 dataset. Convert it to v2.1 or v3.0 with lerobot's own converter, then import it.",
    );
  }
  if (/^v?([4-9]|\d\d)/.test(claim ?? "")) {
    throw new AppError("unsupported_version", `This dataset says ${claim}; v2.0, v2.1 and v3.0 can be read.`);
  }
  const inside = paths.flatMap((path) => /^(.+)\/meta\/info\.json$/.exec(path)?.[1] ?? []);
  if (!info.present && inside.length > 0) {
    const more = inside.length > 3 ? ` and ${inside.length - 3} more` : "";
    throw new AppError(
      "invalid_dataset",
      `This folder is not a LeRobot dataset, but it holds some: ${inside.slice(0, 3).join(", ")}${more}. Import one of those.`,
    );
  }
  const found = info.present
    ? "meta/info.json is there, but neither episodes nor frames are"
    : "no meta/info.json and no data";
  throw new AppError("invalid_dataset", `This is not a readable LeRobot dataset: ${found}.`);
}

/** Two copies of the episodes table were seen side by side: `file-000 (1).parquet`, `file-000_backup.parquet`. */
function withoutCopies(tables: string[]): string[] {
  const regular = tables.filter((path) => /\/(?:file|episodes?)[-_]\d+\.parquet$/.test(path));
  return regular.length > 0 ? regular : tables;
}
