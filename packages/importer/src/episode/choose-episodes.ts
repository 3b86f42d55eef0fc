import { AppError } from "@retake/core/errors";
import { LIMITS } from "@retake/core/limits";
import type { DatasetPlan } from "../layout/dataset-plan.ts";
import type { EpisodeRow } from "../layout/episode-row.ts";
import type { Warnings } from "../layout/import-warning.ts";
import type { DataFiles } from "./data-files.ts";

/**
 * The episodes to import, in order. Those that the metadata does not list (its table is missing or was never finished)
 * are found by their frames.
 * @param most only the first this many; null for all
 */
export async function chooseEpisodes(
  plan: DatasetPlan,
  data: DataFiles,
  most: number | null,
  warnings: Warnings,
): Promise<EpisodeRow[]> {
  const listed = plan.episodes;
  if (most !== null && listed.length >= most) return listed.slice(0, most);
  const known = new Set(listed.map((row) => row.index));
  const unlisted = [...(await data.searchAll())].filter(([index]) => !known.has(index));
  if (unlisted.length + listed.length > LIMITS.datasetEpisodesMax) {
    throw new AppError("too_large", `This dataset has more than ${LIMITS.datasetEpisodesMax} episodes.`);
  }
  if (unlisted.length > 0) {
    const list =
      listed.length === 0 ? "There is no list of episodes" : `The list of episodes lacks ${unlisted.length}`;
    warnings.add("episodes_unlisted", `${list}; they were found by their frames.`);
  }
  const found = unlisted.map(([index, length]) => rowOf(index, length));
  return [...listed, ...found].toSorted((a, b) => a.index - b.index).slice(0, most ?? Infinity);
}

function rowOf(index: number, length: number): EpisodeRow {
  return { index, length, tasks: [], dataFile: null, videos: new Map(), outcome: null, subtasks: [] };
}
