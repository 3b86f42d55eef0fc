import { mixedBehaviours } from "./plan.ts";
import { seededRandom } from "./random.ts";
import { type Episode, simulateEpisode } from "./simulate.ts";

/** All episodes of the sample; equal seeds give equal episodes, and one episode does not depend on the others' length. */
export function makeEpisodes(seed: number): Episode[] {
  return mixedBehaviours(seededRandom(seed)).map((behaviour, n) =>
    simulateEpisode(behaviour, seededRandom(seed * 1000 + n + 1)),
  );
}
