import { setImmediate } from "node:timers/promises";
import type { TelemetryReader } from "@retake/telemetry/reader";
import type { CatalogueEpisode } from "./types.ts";

interface Loaded {
  /** Settles when the episodes are there. */
  filled: Promise<void>;
  /** Those one wants first come first. */
  episodes: ReadonlyMap<string, { episode: CatalogueEpisode }>;
  /** False once nobody believes them any more. */
  goesOn: () => boolean;
}

/** Between two of these other work has its turn, also when all of them are there already. */
const BATCH = 200;

/** Reads samples of loaded episodes ahead, until there is no more room: one workspace after the other. */
export function createWarmSamples(prepare: TelemetryReader["prepare"]): (loaded: Loaded) => void {
  let line = Promise.resolve();
  async function read({ filled, episodes, goesOn }: Loaded): Promise<void> {
    await filled;
    let seen = 0;
    for (const { episode } of episodes.values()) {
      if (!goesOn()) return;
      // What cannot be read is told to whoever asks for it.
      if (!(await prepare(episode.segments).catch(() => true))) return;
      if (++seen % BATCH === 0) await setImmediate();
    }
  }
  return (loaded) => void (line = line.then(() => read(loaded)));
}
