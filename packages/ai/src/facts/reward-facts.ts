import type { SampledSignal } from "./sampled-signal.ts";
import type { RewardFacts } from "./types.ts";

/** What the reward did over an episode; null where none was recorded. */
export function rewardFacts(signal: SampledSignal | null): RewardFacts | null {
  const values = signal?.columns[0];
  if (signal === null || values === undefined) return null;
  let facts: RewardFacts | null = null;
  for (const [row, value] of values.entries()) {
    if (!Number.isFinite(value)) continue;
    const now = signal.t[row] ?? 0;
    facts ??= { first: value, last: value, highest: value, highestAt: now, lowest: value };
    facts.last = value;
    facts.lowest = Math.min(facts.lowest, value);
    if (value > facts.highest) Object.assign(facts, { highest: value, highestAt: now });
  }
  return facts;
}
