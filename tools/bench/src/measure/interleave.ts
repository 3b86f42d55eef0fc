import { createRandom } from "../dataset/random.ts";
import type { Ask } from "../question.ts";
import { percentiles, type Percentiles } from "./percentiles.ts";
import { questionOf, ROWS, type Asked, type RowName } from "./rows.ts";

export interface Sides {
  ours: Ask;
  seed: Ask;
  /** Measured among the rest when given. */
  empty?: () => Promise<unknown>;
}

export interface Measured {
  rows: Record<RowName, { ours: Percentiles; seed: Percentiles }>;
  /** An empty reply of our server; null in process. */
  empty: Percentiles | null;
}

const SEED = 12_345;

/** Milliseconds of every row on both sides: the same random sessions and windows for both, question by question, each side first in turn. */
export async function interleave(
  sides: Sides,
  episodes: readonly Asked[],
  { rounds, warmUp }: { rounds: number; warmUp: number },
): Promise<Measured> {
  const random = createRandom(SEED);
  const times = new Map(ROWS.map((row) => [row, { ours: [] as number[], seed: [] as number[] }]));
  const empty: number[] = [];
  for (let round = -warmUp; round < rounds; round++) {
    const asked = episodes[Math.floor(random() * episodes.length)];
    const at = random();
    if (asked === undefined) throw new Error("there are no episodes to ask about");
    for (const [row, kept] of times) {
      const question = questionOf(row, asked, at);
      const order = round % 2 === 0 ? (["ours", "seed"] as const) : (["seed", "ours"] as const);
      for (const side of order) {
        const took = await stopwatch(() => sides[side](question));
        if (round >= 0) kept[side].push(took);
      }
      if (sides.empty !== undefined) {
        const took = await stopwatch(sides.empty);
        if (round >= 0) empty.push(took);
      }
    }
  }
  const rows = Object.fromEntries(
    [...times].map(([row, { ours, seed }]) => [row, { ours: percentiles(ours), seed: percentiles(seed) }]),
  ) as Measured["rows"];
  return { rows, empty: empty.length === 0 ? null : percentiles(empty) };
}

async function stopwatch(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}
