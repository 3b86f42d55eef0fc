import { AppError } from "@retake/core/errors";
import type { DatasetPlan } from "../layout/dataset-plan.ts";
import type { DeclaredFeature } from "../layout/read-info.ts";
import type { FetchWatch } from "./dataset-files.ts";

/**
 * Fetches the frames and videos of the first `most` episodes and nothing else.
 * @returns files that could not be had, with the reason in words
 */
export async function fetchNeeded(
  plan: DatasetPlan,
  cameras: readonly DeclaredFeature[],
  most: number | null,
  watch: FetchWatch,
): Promise<Map<string, string>> {
  const wanted = new Set<string>();
  const listed = plan.episodes.slice(0, most ?? Infinity);
  let incomplete = most === null || listed.length < most;
  for (const row of listed) {
    try {
      const path = plan.locator.dataFile(row);
      if (path === null) incomplete = true;
      else wanted.add(path);
      for (const camera of cameras) {
        const video = plan.locator.videoFile(row, camera.name).path;
        if (video !== null) wanted.add(video);
      }
    } catch (thrown) {
      // A hostile number belongs to its episode, which is set aside when its turn comes.
      if (!(thrown instanceof AppError) || thrown.code !== "path_refused") throw thrown;
    }
  }
  if (incomplete) for (const path of plan.layout.dataFiles) wanted.add(path);
  return await plan.files.fetch([...wanted], watch);
}
