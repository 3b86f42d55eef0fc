import path from "node:path";
import { realDataFolder } from "../env.ts";
import { writeSyntheticDataset } from "./synthetic-dataset.ts";

export const PUSHT_EPISODES = 206;
const PUSHT = "pusht-206ep-v30-novideo";

export interface EpisodeSource {
  /** A LeRobot v3.0 dataset. */
  folder: string;
  /** What it is, for the output. */
  words: string;
}

/** The real PushT recordings where they are at hand, else as many of the same shape. */
export async function episodeSource(scratch: string, episodes: number): Promise<EpisodeSource> {
  const real = realDataFolder();
  if (real !== null)
    return { folder: path.join(real, PUSHT), words: "the real PushT episodes (lerobot/pusht)" };
  const folder = path.join(scratch, "synthetic-pusht");
  await writeSyntheticDataset(folder, episodes);
  return { folder, words: "synthetic episodes of PushT's shape, from a fixed seed" };
}
