import type { DatasetFiles } from "../source/dataset-files.ts";
import { flattenNames } from "./feature-names.ts";
import type { Warnings } from "./import-warning.ts";
import { asObject, type JsonObject, readJsonFile } from "./json-file.ts";
import { parseTemplate, type Template } from "./template.ts";

/** What `meta/info.json` claims. Every claim can be absent or wrong. */
export interface DatasetInfo {
  present: boolean;
  codebaseVersion: string | null;
  robotType: string | null;
  fps: number | null;
  chunksSize: number;
  totalEpisodes: number | null;
  totalFrames: number | null;
  dataPath: Template | null;
  videoPath: Template | null;
  features: ReadonlyMap<string, DeclaredFeature>;
}

export interface DeclaredFeature {
  name: string;
  dtype: string;
  shape: number[];
  /** Flat; possibly of another length than the vector. */
  names: string[];
  /** One for all dimensions, or one each. */
  units: string | string[] | undefined;
  isDepth: boolean;
  /** What the recorder noted about a camera; the file decides. */
  codec: string | null;
  width: number | null;
  height: number | null;
}

const FEATURES_MAX = 5_000;
const NAME_LENGTH_MAX = 256;

/** @throws AppError `invalid_dataset` for broken JSON, `path_refused` for a hostile path pattern */
export async function readInfo(files: DatasetFiles, warnings: Warnings): Promise<DatasetInfo> {
  const json = await readJsonFile(files, "meta/info.json");
  if (json === null || json.size === 0) {
    const state = json === null ? "missing" : "empty";
    warnings.add("info_missing", `meta/info.json is ${state}; what it would say was taken from the data.`);
  }
  const info = json ?? new Map<string, unknown>();
  const template = (key: string): Template | null => {
    const text = info.get(key);
    return typeof text === "string" && text !== "" ? parseTemplate(text) : null;
  };
  return {
    present: info.size > 0,
    codebaseVersion: textOf(info.get("codebase_version")),
    robotType: textOf(info.get("robot_type")),
    fps: positive(info.get("fps")),
    chunksSize: wholeOf(info.get("chunks_size")) || 1_000,
    totalEpisodes: wholeOf(info.get("total_episodes")),
    totalFrames: wholeOf(info.get("total_frames")),
    dataPath: template("data_path"),
    videoPath: template("video_path"),
    features: readFeatures(info, warnings),
  };
}

function readFeatures(info: JsonObject, warnings: Warnings): Map<string, DeclaredFeature> {
  const features = new Map<string, DeclaredFeature>();
  for (const [name, value] of asObject(info.get("features")) ?? []) {
    const feature = asObject(value);
    if (feature === null) continue;
    if (!isFeatureName(name) || features.size >= FEATURES_MAX) {
      warnings.add(
        "feature_refused",
        `The feature ${JSON.stringify(name.slice(0, 60))} has a name that cannot be used.`,
        true,
      );
      continue;
    }
    features.set(name, readFeature(name, feature));
  }
  return features;
}

/** Features become topics and parts of addresses: no slash, no control character, not endless. */
export function isFeatureName(name: string): boolean {
  return !["", ".", ".."].includes(name) && name.length <= NAME_LENGTH_MAX && !/[/\\\p{Cc}]/u.test(name);
}

function readFeature(name: string, feature: JsonObject): DeclaredFeature {
  const notes = [asObject(feature.get("info")), asObject(feature.get("video_info"))];
  const note = (key: string): unknown =>
    notes.map((from) => from?.get(key)).find((found) => found !== undefined);
  const rawShape = feature.get("shape");
  const shape = Array.isArray(rawShape) ? rawShape.map(wholeOf).filter((size) => size !== null) : [];
  const picture = pictureSize(shape, flattenNames(feature.get("names")));
  return {
    name,
    dtype: textOf(feature.get("dtype")) ?? "",
    shape,
    names: flattenNames(feature.get("names")),
    units: unitsOf(feature.get("units") ?? feature.get("unit") ?? note("units") ?? note("unit")),
    isDepth: note("is_depth_map") === true || note("video.is_depth_map") === true,
    codec: textOf(note("video.codec")),
    width: wholeOf(note("video.width")) ?? picture.width,
    height: wholeOf(note("video.height")) ?? picture.height,
  };
}

/** What is kept of a stranger's JSON is flat: it is hashed and stored later. */
function unitsOf(stated: unknown): DeclaredFeature["units"] {
  if (stated === undefined || stated === null) return undefined;
  return typeof stated === "string" ? stated.slice(0, 200) : flattenNames(stated);
}

/** `[H, W, C]` normally, `[C, H, W]` where the names or the sizes say so. */
function pictureSize(shape: number[], names: string[]): { width: number | null; height: number | null } {
  const [a = null, b = null, c = null] = shape;
  if (shape.length === 2) return { width: b, height: a };
  if (shape.length !== 3) return { width: null, height: null };
  const channelFirst = names.length === 3 ? /^chann?el/i.test(names[0] ?? "") : (a ?? 0) <= 4 && (c ?? 0) > 4;
  return channelFirst ? { width: c, height: b } : { width: b, height: a };
}

function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value.slice(0, 400) : null;
}

function positive(value: unknown): number | null {
  const number = typeof value === "string" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) && number > 0 && number < 1e6 ? number : null;
}

function wholeOf(value: unknown): number | null {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : null;
}
