import type { ParsedQuery } from "@retake/ai/query";
import { fuseRanks, meaningWeight } from "@retake/ai/ranking";
import type { Services } from "../context.ts";
import { allowedIds } from "./allowed-ids.ts";
import { orderIds } from "./order-ids.ts";
import type { EmbeddingsState, QuestionVector } from "./question-vectors.ts";
import { rankByMeaning, type MeaningHit } from "./rank-meaning.ts";
import { rankByWords, type WordRanking } from "./rank-words.ts";
import { isRestricted, type SearchScope } from "./search-conditions.ts";
import { isComplete } from "./workspace-vectors.ts";
import { searchWords, type SearchWords } from "./search-words.ts";

type Ranking = Pick<Services, "db" | "catalogue" | "search">;

/** Episodes by words that are ranked. */
const RANKED_MAX = 400;
/** Of what is only near in meaning: everything is near something. */
const NEAR_MAX = 100;
/** How long a person waits for vectors that are read into memory the first time. */
const PATIENCE_MS = 1_500;

/** What one question brought, ranked but not yet shown. */
export interface RankedQuestion {
  ids: string[];
  /** 0..1 */
  scores: Map<string, number>;
  /** The two lists that were fused. */
  byWords: WordRanking;
  meaning: Map<string, MeaningHit>;
  words: SearchWords;
  question: QuestionVector;
}

/** Ranks by words and by meaning, and fuses both. One query to Postgres, and one more for what restricts it, and for an order. */
export async function rankQuestion(
  services: Ranking,
  workspaceId: string,
  scope: SearchScope,
  parsed: Pick<ParsedQuery, "words" | "sort">,
): Promise<RankedQuestion> {
  const words = searchWords(parsed.words);
  const [byWords, near] = await Promise.all([
    words.list.length === 0
      ? { ids: [], coverage: 0 }
      : rankByWords(services, workspaceId, scope, words, RANKED_MAX),
    nearInMeaning(services, workspaceId, scope, parsed.words),
  ]);
  const weight = meaningWeight(byWords.coverage);
  const fused = fuseRanks([{ ids: byWords.ids }, { ids: near.hits.map(({ id }) => id), weight }]);
  const scores = new Map(fused.map(({ id, score }) => [id, score]));
  let ids = fused.map(({ id }) => id);
  if (parsed.sort !== null) {
    // An order over everything that is near would have the farthest first: only what says a word of it is ordered.
    const matching = byWords.ids.length > 0 ? byWords.ids : ids.slice(0, NEAR_MAX / 2);
    ids = await orderIds(services, workspaceId, matching, parsed.sort);
  }
  const meaning = new Map(near.hits.map((hit) => [hit.id, hit]));
  return { ids, scores, byWords, meaning, words, question: near.question };
}

async function nearInMeaning(
  services: Ranking,
  workspaceId: string,
  scope: SearchScope,
  text: string,
): Promise<{ hits: MeaningHit[]; question: QuestionVector }> {
  const { vectors, questions } = services.search;
  const [question, allowed] = await Promise.all([
    questions.ask(workspaceId, text),
    isRestricted(scope) ? allowedIds(services, workspaceId, scope) : null,
  ]);
  const { space } = question.state;
  if (question.vector === null || space === null) return { hits: [], question };
  const ready = await patiently(vectors.get(workspaceId, space));
  if (ready === null) {
    const reason = "What is known of the episodes is still being read; searching by words until then.";
    const state: EmbeddingsState = { space, provider: "none", degraded: true, reason };
    return { hits: [], question: { ...question, state } };
  }
  if (space === questions.localSpace || isComplete(ready, space))
    return { hits: rankByMeaning(ready, space, question.vector, allowed, NEAR_MAX), question };
  // The server has not seen all texts yet, and those it has not would never be found.
  const own = await questions.ask(workspaceId, text, true);
  const local = own.vector === null ? null : await patiently(vectors.get(workspaceId, questions.localSpace));
  if (local === null || own.vector === null) return { hits: [], question: own };
  return { hits: rankByMeaning(local, questions.localSpace, own.vector, allowed, NEAR_MAX), question: own };
}

/** Null when it takes too long, or fails. */
async function patiently<T>(promise: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), PATIENCE_MS);
  });
  try {
    return await Promise.race([promise.catch(() => null), late]);
  } finally {
    clearTimeout(timer);
  }
}
