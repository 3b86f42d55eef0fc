import { isDeepStrictEqual } from "node:util";
import { createRandom } from "../dataset/random.ts";
import { askedBefore, questionOf, ROWS, type Asked } from "../measure/rows.ts";
import type { Ask, Question } from "../question.ts";
import { canonical } from "./canonical.ts";

const SEED = 7;

/**
 * Asks both sides the same and compares what they say: every kind of question, for `episodes` random ones.
 * @returns how many answers were equal
 * @throws at the first pair that is not: figures for different answers would be worth nothing
 */
export async function demandEqual(
  sides: { ours: Ask; seed: Ask },
  all: readonly Asked[],
  episodes: number,
): Promise<number> {
  const random = createRandom(SEED);
  let equal = 0;
  for (let n = 0; n < episodes; n++) {
    const asked = all[Math.floor(random() * all.length)];
    if (asked === undefined) throw new Error("there are no episodes to ask about");
    const at = random();
    for (const row of ROWS) {
      const question = questionOf(row, asked, at);
      for (let times = askedBefore(row); times > 0; times--) await sides.ours(question);
      const [ours, seed] = await Promise.all([sides.ours(question), sides.seed(question)]);
      demandSame(question, canonical(question, ours), canonical(question, seed));
      equal += 1;
    }
  }
  return equal;
}

function demandSame(question: Question, ours: unknown, seed: unknown): void {
  if (isEmpty(ours)) throw new Error(`an empty answer proves nothing: ${JSON.stringify(question)}`);
  if (isDeepStrictEqual(ours, seed)) return;
  const where = firstDifference(ours, seed, "answer");
  throw new Error(`ours and the seed answer ${JSON.stringify(question)} differently: ${where}`);
}

function isEmpty(answer: unknown): boolean {
  return Array.isArray(answer) && answer.length === 0;
}

function firstDifference(a: unknown, b: unknown, place: string): string {
  if (typeof a === "object" && typeof b === "object" && a !== null && b !== null) {
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
      const [left, right] = [Reflect.get(a, key) as unknown, Reflect.get(b, key) as unknown];
      if (!isDeepStrictEqual(left, right)) return firstDifference(left, right, `${place}.${key}`);
    }
  }
  return `${place} is ${JSON.stringify(a)} and ${JSON.stringify(b)}`;
}
