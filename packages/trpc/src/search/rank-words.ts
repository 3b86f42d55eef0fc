import { topRows } from "@retake/ai/ranking";
import type { Services } from "../context.ts";
import { allowedRows } from "./allowed-rows.ts";
import type { SearchScope } from "./search-conditions.ts";
import { COVERED, rankWordsInSql, shareOf, SYNONYM_WEIGHT, type WordRanking } from "./rank-words-in-sql.ts";
import type { SearchWords } from "./search-words.ts";
import type { WorkspaceVectors } from "./workspace-vectors.ts";

export type { WordRanking } from "./rank-words-in-sql.ts";

type Stems = ReadonlyMap<string, string | null>;

/**
 * Episodes by what is said of them in words: in memory, where all that Postgres would be asked for is at hand, and then without a query; else by one
 * query. Both rank alike.
 * @param allowed ids of the episodes that `scope` leaves; null: all
 */
export async function rankByWords(
  services: Pick<Services, "db" | "search">,
  workspaceId: string,
  { scope, allowed }: { scope: SearchScope; allowed: Promise<ReadonlySet<string> | null> },
  words: SearchWords,
  limit: number,
): Promise<WordRanking> {
  const { search } = services;
  const [stems, left] = await Promise.all([search.stems.of([...words.list, ...words.others]), allowed]);
  const vectors = stems === null ? null : await search.vectors.soon(workspaceId);
  if (stems === null || vectors === null) return rankWordsInSql(services, workspaceId, scope, words, limit);
  const ids = bestIds(vectors, weightsOf(words, stems), left, limit);
  const best = ids.slice(0, COVERED).map((id) => shareOf(heldBy(vectors, id, words, stems)));
  return { ids, coverage: Math.max(0, ...best) };
}

/** By word of a search: whether it is said of an episode; null: a word that says nothing. */
export function heldBy(
  vectors: WorkspaceVectors,
  id: string,
  words: SearchWords,
  stems: Stems,
): (boolean | null)[] {
  const row = vectors.rowOf.get(id);
  return words.list.map((word) => {
    const stem = stems.get(word) ?? null;
    return stem === null ? null : row !== undefined && vectors.words.holds(row, stem);
  });
}

/** As `ts_rank` weighs words that are joined by "or": each by how many there are. */
function weightsOf({ list, others }: SearchWords, stems: Stems): Map<string, number> {
  const weights = new Map<string, number>();
  for (const [words, share] of [
    [list, 1],
    [others, SYNONYM_WEIGHT],
  ] as const) {
    const all = new Set(words.flatMap((word) => stems.get(word) ?? []));
    for (const stem of all) weights.set(stem, (weights.get(stem) ?? 0) + share / all.size);
  }
  return weights;
}

/** Best first; equal ones by id. */
function bestIds(
  vectors: WorkspaceVectors,
  weights: ReadonlyMap<string, number>,
  allowed: ReadonlySet<string> | null,
  limit: number,
): string[] {
  const scores = vectors.words.scores(weights);
  const isAllowed = allowedRows(vectors, allowed);
  for (let row = 0; row < scores.length; row += 1)
    if (isAllowed[row] !== 1 || scores[row] === 0) scores[row] = -Infinity;
  const best = topRows(scores, limit).map((row) => ({ id: vectors.ids[row] ?? "", score: scores[row] ?? 0 }));
  return best.toSorted((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1)).map(({ id }) => id);
}
