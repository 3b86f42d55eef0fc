/** How much the first places count against the later ones. The paper has 60, for lists of thousands; short lists of few good answers want less. */
export const RRF_K = 20;

/**
 * Reciprocal rank fusion: an item gets 1 / (k + place) of each list that has it, places from 1. Scores of the lists need not compare.
 * Source: Cormack, Clarke, Büttcher: Reciprocal Rank Fusion outperforms Condorcet and individual Rank Learning Methods, SIGIR 2009.
 * @param lists best first; `weight` 1 when absent
 * @returns items with the share of the best score that is possible, best first; equal ones in the order of the lists
 */
export function fuseRanks<Id>(
  lists: readonly { ids: readonly Id[]; weight?: number }[],
  k = RRF_K,
): { id: Id; score: number }[] {
  const scores = new Map<Id, number>();
  let best = 0;
  for (const { ids, weight = 1 } of lists) {
    if (ids.length > 0) best += weight / (k + 1);
    for (const [place, id] of ids.entries()) scores.set(id, (scores.get(id) ?? 0) + weight / (k + place + 1));
  }
  return [...scores]
    .map(([id, score]) => ({ id, score: score / best }))
    .toSorted((a, b) => b.score - a.score);
}
