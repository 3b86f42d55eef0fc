import { createRandom } from "../dataset/random.ts";
import type { Ask } from "../question.ts";
import { pick, stopwatch, TURN, type Turns } from "./interleave.ts";
import { percentiles, type Percentiles } from "./percentiles.ts";
import { askedBefore, questionOf, ROWS, type Asked, type RowName } from "./rows.ts";

/** Of every row, and of the empty replies right before its own: both find server and machine in the same state. */
export type BesideEmpty = Record<RowName, { ours: Percentiles; empty: Percentiles }>;

const SEED = 54_321;

/**
 * Milliseconds of ours and of an empty reply of the same server, in turns, with no other design between: that would fill the processor's
 * caches before the one and not before the other.
 */
export async function besideEmpty(
  { ask, askEmpty }: { ask: Ask; askEmpty: () => Promise<unknown> },
  episodes: readonly Asked[],
  turns: Turns,
): Promise<BesideEmpty> {
  const random = createRandom(SEED);
  const times = new Map(ROWS.map((row) => [row, { ours: [] as number[], empty: [] as number[] }]));
  for (let turn = -turns.warmUp; turn < turns.counted; turn++) {
    const asked = Array.from({ length: TURN }, () => pick(episodes, random));
    for (const [row, kept] of times) {
      for (const { episode, at } of asked) {
        const question = questionOf(row, episode, at);
        for (let before = askedBefore(row); before > 0; before--) await ask(question);
        const empty = await stopwatch(askEmpty);
        const ours = await stopwatch(() => ask(question));
        if (turn < 0) continue;
        kept.empty.push(empty);
        kept.ours.push(ours);
      }
    }
  }
  return Object.fromEntries(
    [...times].map(([row, { ours, empty }]) => [row, { ours: percentiles(ours), empty: percentiles(empty) }]),
  ) as BesideEmpty;
}
