import { parseQuery, type ParsedQuery } from "@retake/ai/query";
import { confidenceOf, type Confidence } from "@retake/ai/ranking";
import type { EpisodeRecord } from "../catalogue/types.ts";
import type { Services } from "../context.ts";
import type { LayerUser } from "../policies/layers.ts";
import type { EpisodeFilter } from "../schemas/episodes.ts";
import type { SearchWhy } from "../schemas/search.ts";
import { browseEpisodes } from "./browse-episodes.ts";
import { explainHit } from "./explain-hit.ts";
import { bestMoments, findMoments, type Moment } from "./find-moments.ts";
import { heldWords } from "./held-words.ts";
import { rankQuestion, type RankedQuestion } from "./rank-question.ts";
import type { EmbeddingsState } from "./question-vectors.ts";
import type { SearchScope } from "./search-conditions.ts";
import { searchVocabulary } from "./search-vocabulary.ts";
import { rankedText, searchWords } from "./search-words.ts";

export { rankQuestion, type RankedQuestion } from "./rank-question.ts";
export { searchVocabulary } from "./search-vocabulary.ts";

export interface SearchRequest {
  query: string;
  filter?: EpisodeFilter | undefined;
  limit: number;
  offset: number;
  /** Episodes alone when absent. */
  scope?: "episodes" | "moments" | "all";
}

export interface RecordHit {
  record: EpisodeRecord;
  /** 0..1, within this answer. */
  score: number;
  why: SearchWhy[];
  moment: Moment | null;
}

export interface FoundRecords {
  parsed: ParsedQuery;
  hits: RecordHit[];
  moments: Moment[];
  /** Episodes that match in all. */
  total: number;
  confidence: Confidence;
  state: EmbeddingsState;
}

const MOMENTS_MAX = 30;
const NO_VECTORS: EmbeddingsState = { space: null, provider: "none", degraded: false, reason: null };

/**
 * Answers a question in plain words: its filters exactly, the rest by words and by meaning, fused. Without words left the filters alone answer, in
 * the order of the list. Fails only where the register does; without vectors it answers by words and says so.
 * @param workspaceId one that the caller was authorised for
 */
export async function searchRecords(
  services: Pick<Services, "db" | "catalogue" | "search" | "now">,
  workspaceId: string,
  reader: LayerUser,
  request: SearchRequest,
): Promise<FoundRecords> {
  const parsed = parseQuery(request.query, await searchVocabulary(services, workspaceId), services.now());
  const scope: SearchScope = { parsed, filter: request.filter ?? {}, reader };
  const find = parsed.rest === "" ? browse : request.scope === "moments" ? momentsOnly : rank;
  return { parsed, ...(await find(services, workspaceId, scope, parsed, request)) };
}

type Found = Omit<FoundRecords, "parsed">;
type Searching = Pick<Services, "db" | "catalogue" | "search">;

async function browse(
  services: Searching,
  workspaceId: string,
  scope: SearchScope,
  parsed: ParsedQuery,
  request: SearchRequest,
): Promise<Found> {
  const max = parsed.limit ?? Infinity;
  const limit = request.scope === "moments" ? 0 : Math.max(0, Math.min(request.limit, max - request.offset));
  const sort = parsed.sort ?? "newest";
  const page = await browseEpisodes(services, workspaceId, scope, { sort, limit, offset: request.offset });
  const hits = page.rows.map((record): RecordHit => {
    const why = explainHit({ record, parsed, said: null, meaning: null, moment: null });
    return { record, score: 1, why, moment: null };
  });
  const total = Math.min(page.total, max);
  return { hits, moments: [], total, confidence: total > 0 ? "strong" : "none", state: NO_VECTORS };
}

async function momentsOnly(
  services: Searching,
  workspaceId: string,
  scope: SearchScope,
  parsed: ParsedQuery,
  request: SearchRequest,
): Promise<Found> {
  const moments = await findMoments(services, workspaceId, scope, searchWords(parsed.words), request.limit);
  return {
    hits: [],
    moments,
    total: 0,
    confidence: moments.length > 0 ? "strong" : "none",
    state: NO_VECTORS,
  };
}

async function rank(
  services: Searching,
  workspaceId: string,
  scope: SearchScope,
  parsed: ParsedQuery,
  request: SearchRequest,
): Promise<Found> {
  const words = searchWords(rankedText(parsed));
  const wantsMoments = request.scope === "all";
  const [ranked, moments] = await Promise.all([
    rankQuestion(services, workspaceId, scope, parsed),
    wantsMoments
      ? findMoments(services, workspaceId, scope, words, Math.min(MOMENTS_MAX, request.limit))
      : [],
  ]);
  const kept = ranked.ids.slice(0, parsed.limit ?? Infinity);
  const page = kept.slice(request.offset, request.offset + request.limit);
  const [rows, held, best] = await Promise.all([
    services.catalogue.records(workspaceId, page),
    heldWords(services, workspaceId, page, words),
    wantsMoments && page.length > 0
      ? bestMoments(services, workspaceId, page, words)
      : new Map<string, Moment>(),
  ]);
  const hits = page.flatMap((id): RecordHit[] => {
    const record = rows.get(id);
    // Gone since it was ranked.
    if (record === undefined) return [];
    const moment = best.get(id) ?? null;
    const [meaning, isNamed] = [ranked.meaning.get(id) ?? null, ranked.named.has(id)];
    const said = { words, held: held.get(id) ?? [] };
    const why = explainHit({ record, parsed, said, meaning, moment, isNamed });
    return [{ record, score: ranked.scores.get(id) ?? 0, why, moment }];
  });
  const isEmpty = kept.length === 0 && moments.length === 0;
  const confidence = isEmpty ? "none" : confidenceIn(ranked);
  return { hits, moments, total: kept.length, confidence, state: ranked.question.state };
}

/** By the words that the best answers hold or are called by, and by how far the nearest stands out. */
function confidenceIn({ byWords, named, meaning, question }: RankedQuestion): "strong" | "weak" {
  if (named.size > 0) return "strong";
  const [top] = meaning.values();
  return confidenceOf(byWords.coverage, top?.score ?? null, question.unrelated);
}
