import type { ParsedQuery } from "@retake/ai/query";
import { fuseRanks, meaningWeight } from "@retake/ai/ranking";
import type { Services } from "../context.ts";
import { allowedIds } from "./allowed-ids.ts";
import { rankByName, type NameRanking, waitingIds } from "./rank-by-name.ts";
import { orderIds } from "./order-ids.ts";
import type { EmbeddingsState, QuestionVector } from "./question-vectors.ts";
import { rankByMeaning, type MeaningHit } from "./rank-meaning.ts";
import { rankByWords, type WordRanking } from "./rank-words.ts";
import { isRestricted, type SearchScope } from "./search-conditions.ts";
import { isComplete } from "./workspace-vectors.ts";
import { rankedText, searchWords, type SearchWords } from "./search-words.ts";

type Ranking = Pick<Services, "db" | "catalogue" | "search">;

/** Episodes by words that are ranked. */
const RANKED_MAX = 400;
/** Of what is only near in meaning: everything is near something. */
const NEAR_MAX = 100;
/** How long a person waits for vectors that are read into memory the first time. */
const PATIENCE_MS = 1_500;
/** A coverage below this is no match in words: parts of names tell more. */
const COVERAGE_FEW = 0.25;
/** So much that a list of at most 20 stands before whatever the others have in common. */
const NAME_WEIGHT = 4;

/** What one question brought, ranked but not yet shown. */
export interface RankedQuestion {
  ids: string[];
  /** 0..1 */
  scores: Map<string, number>;
  /** The lists that were fused. */
  byWords: WordRanking;
  meaning: Map<string, MeaningHit>;
  named: ReadonlySet<string>;
  words: SearchWords;
  question: QuestionVector;
}

/** Ranks by words, by names and by meaning, and fuses them. Queries to Postgres: one for words that nobody asked for before, and one more each for names, for what restricts it, and for an order. */
export async function rankQuestion(
  services: Ranking,
  workspaceId: string,
  scope: SearchScope,
  parsed: Pick<ParsedQuery, "words" | "rest" | "sort">,
): Promise<RankedQuestion> {
  const text = rankedText(parsed);
  const words = searchWords(text);
  const allowed = isRestricted(scope) ? allowedIds(services, workspaceId, scope) : Promise.resolve(null);
  const [{ byWords, byName }, near] = await Promise.all([
    inWords(services, workspaceId, { scope, allowed }, words),
    nearInMeaning(services, workspaceId, allowed, text),
  ]);
  const fused = fuseRanks([
    { ids: byName.ids, weight: byName.isExact || byWords.coverage < COVERAGE_FEW ? NAME_WEIGHT : 1 },
    { ids: byWords.ids },
    { ids: near.hits.map(({ id }) => id), weight: meaningWeight(byWords.coverage) },
  ]);
  const scores = new Map(fused.map(({ id, score }) => [id, score]));
  const named = new Set(byName.ids);
  let ids = fused.map(({ id }) => id);
  if (parsed.sort !== null) {
    // An order over everything that is near would have the farthest first: only what says a word of it is ordered.
    const said = [...new Set([...byName.ids, ...byWords.ids])];
    const matching = said.length > 0 ? said : ids.slice(0, NEAR_MAX / 2);
    ids = await orderIds(services, workspaceId, matching, parsed.sort);
  }
  const meaning = new Map(near.hits.map((hit) => [hit.id, hit]));
  return { ids, scores, byWords, meaning, named, words, question: near.question };
}

async function inWords(
  services: Ranking,
  workspaceId: string,
  among: { scope: SearchScope; allowed: Promise<ReadonlySet<string> | null> },
  words: SearchWords,
): Promise<{ byWords: WordRanking; byName: NameRanking }> {
  if (words.list.length === 0)
    return { byWords: { ids: [], coverage: 0 }, byName: { ids: [], isExact: false } };
  const [byWords, waiting] = await Promise.all([
    rankByWords(services, workspaceId, among, words, RANKED_MAX),
    waitingIds(services, workspaceId),
  ]);
  const named = byWords.coverage < COVERAGE_FEW ? null : waiting;
  return { byWords, byName: await rankByName(services, workspaceId, among.scope, words, named) };
}

async function nearInMeaning(
  services: Ranking,
  workspaceId: string,
  allowed: Promise<ReadonlySet<string> | null>,
  text: string,
): Promise<{ hits: MeaningHit[]; question: QuestionVector }> {
  const { vectors, questions } = services.search;
  const [question, left] = await Promise.all([questions.ask(workspaceId, text), allowed]);
  const { space } = question.state;
  if (question.vector === null || space === null) return { hits: [], question };
  const ready = await patiently(vectors.get(workspaceId, space));
  if (ready === null) {
    const reason = "What is known of the episodes is still being read; searching by words until then.";
    const state: EmbeddingsState = { space, provider: "none", degraded: true, reason };
    return { hits: [], question: { ...question, state } };
  }
  if (space === questions.localSpace || isComplete(ready, space))
    return { hits: rankByMeaning(ready, space, question.vector, left, NEAR_MAX), question };
  // The server has not seen all texts yet, and those it has not would never be found.
  const own = await questions.ask(workspaceId, text, true);
  const local = own.vector === null ? null : await patiently(vectors.get(workspaceId, questions.localSpace));
  if (local === null || own.vector === null) return { hits: [], question: own };
  return { hits: rankByMeaning(local, questions.localSpace, own.vector, left, NEAR_MAX), question: own };
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
