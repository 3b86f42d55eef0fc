import { parseQuery } from "@retake/ai/query";
import { rankQuestion, searchRecords, searchVocabulary } from "@retake/trpc/search-records";
import type { EvalHouse } from "./eval-house.ts";
import type { EvalQuery } from "./eval-query.ts";
import { isRelevant } from "./relevance.ts";

const READER = { userId: null, role: "viewer" } as const;
const AT = 5;

export interface Figures {
  /** Relevant ones among the first five, of as many as could be there. */
  recall: number;
  /** 1 / place of the first relevant one, 0 where there is none. */
  reciprocalRank: number;
}

export interface RankedFigures {
  query: EvalQuery;
  lexical: Figures;
  vector: Figures;
  fused: Figures;
}

/** How a query that is ranked does by words, by meaning, and by both. */
export async function measureRanked(house: EvalHouse, query: EvalQuery): Promise<RankedFigures> {
  const { services, workspaceId } = house;
  const vocabulary = await searchVocabulary(services, workspaceId);
  const parsed = parseQuery(query.text, vocabulary, services.now());
  const scope = { parsed, filter: {}, reader: READER };
  const ranked = await rankQuestion(services, workspaceId, scope, parsed);
  const figures = (ids: readonly string[]): Figures => figuresOf(house, query, ids);
  return {
    query,
    lexical: figures(ranked.byWords.ids),
    vector: figures([...ranked.meaning.keys()]),
    fused: figures(ranked.ids),
  };
}

/** What filters alone find. @returns ids in the order of the answer */
export async function answerOf(
  { services, workspaceId }: EvalHouse,
  query: EvalQuery,
): Promise<{ ids: string[]; total: number; rest: string }> {
  const request = { query: query.text, limit: 1_000, offset: 0 };
  const { hits, total, parsed } = await searchRecords(services, workspaceId, READER, request);
  return { ids: hits.map(({ record }) => record.id), total, rest: parsed.rest };
}

export function relevantIds({ episodes }: EvalHouse, { relevant }: EvalQuery): Set<string> {
  return new Set([...episodes].flatMap(([id, episode]) => (isRelevant(episode, relevant) ? [id] : [])));
}

export function meanOf(all: readonly Figures[]): Figures {
  const mean = (of: (figures: Figures) => number): number =>
    all.reduce((sum, figures) => sum + of(figures), 0) / Math.max(1, all.length);
  return { recall: mean(({ recall }) => recall), reciprocalRank: mean((one) => one.reciprocalRank) };
}

function figuresOf(house: EvalHouse, query: EvalQuery, ids: readonly string[]): Figures {
  const relevant = relevantIds(house, query);
  const found = ids.slice(0, AT).filter((id) => relevant.has(id)).length;
  const first = ids.findIndex((id) => relevant.has(id));
  return {
    recall: found / Math.max(1, Math.min(AT, relevant.size)),
    reciprocalRank: first < 0 ? 0 : 1 / (first + 1),
  };
}
