import type { DatasetPlan } from "./dataset-plan.ts";
import type { Warnings } from "./import-warning.ts";
import { type DeclaredFeature, isFeatureName } from "./read-info.ts";

/**
 * Features whose pictures are looked for in video files: the declared ones, and where nothing is declared at all, the
 * folders that hold videos. Pictures inside of the frames' table are found there.
 */
export function findCameras(plan: DatasetPlan, warnings: Warnings): DeclaredFeature[] {
  const declared = [...plan.info.features.values()];
  const cameras = declared.filter((feature) => feature.dtype === "video" || feature.dtype === "image");
  if (declared.length > 0) return cameras;
  const found = videoFolders(plan.files.sizes.keys());
  if (found.length > 0)
    warnings.add("cameras_undeclared", `Cameras were found by their folders: ${found.join(", ")}.`);
  return found.map((name) => ({
    name,
    dtype: "video",
    shape: [],
    names: [],
    units: undefined,
    isDepth: false,
    codec: null,
    width: null,
    height: null,
  }));
}

const STRUCTURE = /^(?:videos?|chunk-\d+|[^/]+\.mp4)$/;
const CAMERAS_MAX = 64;

function videoFolders(paths: Iterable<string>): string[] {
  const names = new Set<string>();
  for (const path of paths) {
    if (!/^videos?\/.+\.mp4$/.test(path)) continue;
    const name = path.split("/").find((part) => !STRUCTURE.test(part));
    if (name !== undefined && isFeatureName(name) && names.size < CAMERAS_MAX) names.add(name);
  }
  return [...names].toSorted();
}
