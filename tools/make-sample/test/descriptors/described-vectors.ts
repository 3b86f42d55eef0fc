import { fitMotionSpace, motionSpaceKey, type MotionSpaceFit, motionVector } from "@retake/ai/motion";
import { type DescribedEpisode, realEpisodes, sampleEpisodes } from "./described-episode.ts";

/** Public datasets whose episodes are not copies of each other's. */
export const DATASETS = [
  "pusht-206ep-v30-novideo",
  "cr5-grasp-cube-v21",
  "aloha-sim-v21",
  "gr1-picknplace-v20",
  "so101-pickplace-v30",
  "rebot-b601-v30-novideo",
];

/** The motions of some datasets; of null, of all and the sample. */
export async function describedVectors(datasets: readonly string[] | null): Promise<Float32Array[]> {
  const read = await Promise.all((datasets ?? DATASETS).map(realEpisodes));
  const episodes = [...read.flat(), ...(datasets === null ? sampleEpisodes() : [])];
  return embed(fitSpaces(episodes), episodes);
}

export function fitSpaces(episodes: readonly DescribedEpisode[]): Map<string, MotionSpaceFit> {
  const keys = [...new Set(episodes.map(spaceOf))];
  return new Map(keys.map((key) => [key, fitMotionSpace(episodes.filter((one) => spaceOf(one) === key))]));
}

/** By fits that need not have seen the episodes. */
export function embed(
  fits: ReadonlyMap<string, MotionSpaceFit>,
  episodes: readonly DescribedEpisode[],
): Float32Array[] {
  return episodes.map((one) => motionVector(fits.get(spaceOf(one))!, one.signals, one.meta));
}

function spaceOf({ signals, meta }: DescribedEpisode): string {
  return motionSpaceKey(signals, meta) ?? "";
}
