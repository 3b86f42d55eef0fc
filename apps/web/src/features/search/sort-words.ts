import type { EpisodeSort, SearchChip } from "@retake/trpc/schemas";
import { withoutRange } from "./chip-text.ts";

/** Orders as the box understands them: results are put in order by the query itself. */
export const SORT_WORDS = {
  newest: "newest first",
  oldest: "oldest first",
  name: "sorted by name",
  "-duration": "longest first",
  duration: "shortest first",
  "-frames": "most frames first",
  frames: "fewest frames first",
  "-reward": "highest reward first",
  reward: "lowest reward first",
} as const satisfies Partial<Record<EpisodeSort, string>>;

export type WordedSort = keyof typeof SORT_WORDS;

export function isWorded(sort: EpisodeSort): sort is WordedSort {
  return sort in SORT_WORDS;
}

const sortChips = (chips: readonly SearchChip[]): SearchChip[] => chips.filter(({ kind }) => kind === "sort");

/** The order the query asks for; null: by relevance, or in words of its own. */
export function sortOf(chips: readonly SearchChip[]): WordedSort | null {
  const texts = sortChips(chips).flatMap(({ text, label }) => [text.toLowerCase(), label]);
  const names = Object.keys(SORT_WORDS) as WordedSort[];
  return names.find((name) => texts.includes(SORT_WORDS[name])) ?? null;
}

/** The query in another order; null: by relevance. */
export function withSort(query: string, chips: readonly SearchChip[], sort: WordedSort | null): string {
  const bare = sortChips(chips)
    .toSorted((a, b) => b.from - a.from)
    .reduce(withoutRange, query);
  if (sort === null) return bare;
  return bare === "" ? SORT_WORDS[sort] : `${bare}, ${SORT_WORDS[sort]}`;
}
