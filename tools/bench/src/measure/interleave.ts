import { createRandom } from "../dataset/random.ts";
import type { Ask } from "../question.ts";
import { percentiles, type Percentiles } from "./percentiles.ts";
import { askedBefore, questionOf, ROWS, type Asked, type RowName } from "./rows.ts";

export interface Sides {
  ours: Ask;
  seed: Ask;
}

export type Measured = Record<RowName, { ours: Percentiles; seed: Percentiles }>;

export interface Turns {
  counted: number;
  /** Before any is counted, for the compilers of both sides. */
  warmUp: number;
}

/** Questions a side answers before it is the other's turn: alone, each would find the processor's caches full of the other's work. */
export const TURN = 8;
const SEED = 12_345;

const SIDES = ["ours", "seed"] as const;

/** Milliseconds of every row on both sides: in turns, the same random sessions and windows for both, each side first every other turn. */
export async function interleave(sides: Sides, episodes: readonly Asked[], turns: Turns): Promise<Measured> {
  const random = createRandom(SEED);
  const times = new Map(ROWS.map((row) => [row, { ours: [] as number[], seed: [] as number[] }]));
  for (let turn = -turns.warmUp; turn < turns.counted; turn++) {
    const asked = Array.from({ length: TURN }, () => pick(episodes, random));
    for (const [row, kept] of times) {
      const questions = asked.map(({ episode, at }) => questionOf(row, episode, at));
      for (const side of turn % 2 === 0 ? SIDES : SIDES.toReversed()) {
        for (const question of questions) {
          for (let times = askedBefore(row); times > 0; times--) await sides[side](question);
          const took = await stopwatch(() => sides[side](question));
          if (turn >= 0) kept[side].push(took);
        }
      }
    }
  }
  return Object.fromEntries(
    [...times].map(([row, { ours, seed }]) => [row, { ours: percentiles(ours), seed: percentiles(seed) }]),
  ) as Measured;
}

/** An episode, and a place in it from 0 to 1. */
export function pick(episodes: readonly Asked[], random: () => number): { episode: Asked; at: number } {
  const episode = episodes[Math.floor(random() * episodes.length)];
  if (episode === undefined) throw new Error("there are no episodes to ask about");
  return { episode, at: random() };
}

/** Milliseconds. */
export async function stopwatch(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}
