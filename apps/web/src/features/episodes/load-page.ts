import { LIMITS } from "@retake/core/limits";
import type { EpisodeFilter, EpisodeRow, SearchAnswer, SearchHit } from "@retake/trpc/schemas";
import type { useTRPCClient } from "../../trpc/use-trpc.ts";
import type { Ask } from "../search/ask.ts";
import type { Sort } from "./list-params.ts";

export interface EpisodeSource {
  workspace: string;
  /** Without words where there is something to search for. */
  filter: EpisodeFilter;
  sort: Sort;
  /** Null: the plain list. */
  ask: Ask | null;
}

/** Why a row is among the results. */
export type RowHit = Pick<SearchHit, "score" | "why" | "moment">;

/** What is known of results as a whole. */
export type ResultFacts = Pick<SearchAnswer, "chips" | "rest" | "moments" | "confidence" | "embeddings"> & {
  /** Matches in all, of which only the best can be listed. */
  total: number;
  /** Why there are none. */
  problem: string | null;
};

export interface LoadedPage {
  /** How many can be listed. */
  total: number;
  episodes: EpisodeRow[];
  /** One for each row; null of a plain list. */
  hits: RowHit[] | null;
  facts: ResultFacts | null;
}

/** Results beyond this place cannot be asked for. */
const RESULTS_MAX = LIMITS.searchDepthMax + LIMITS.searchHitsMax;

/** Most rows that one request for such a list brings. */
export function pageMaxOf(source: EpisodeSource): number {
  return source.ask === null ? LIMITS.listPageMax : LIMITS.searchHitsMax;
}

/** Rows of a list from `offset` on, from whichever procedure answers it. */
export async function loadPage(
  client: ReturnType<typeof useTRPCClient>,
  source: EpisodeSource,
  range: { offset: number; limit: number },
  signal: AbortSignal,
): Promise<LoadedPage> {
  const { workspace, filter, sort, ask } = source;
  if (ask === null) {
    const page = await client.episodes.list.query({ workspace, ...filter, sort, ...range }, { signal });
    return { ...page, hits: null, facts: null };
  }
  if (ask.kind === "like") return loadLike(client, workspace, ask, range, signal);
  const scope = range.offset === 0 ? ("all" as const) : ("episodes" as const);
  const input = { workspace, query: ask.query, filter, scope, ...range };
  const answer = await client.search.query.query(input, { signal });
  const { chips, rest, moments, confidence, embeddings, total } = answer;
  return {
    total: Math.min(total, RESULTS_MAX),
    episodes: answer.episodes.map(({ row }) => row),
    hits: answer.episodes.map(({ score, why, moment }) => ({ score, why, moment })),
    facts: { chips, rest, moments, confidence, embeddings, total, problem: null },
  };
}

/** The nearest come in one answer: there is only one page of them. */
async function loadLike(
  client: ReturnType<typeof useTRPCClient>,
  workspace: string,
  ask: Extract<Ask, { kind: "like" }>,
  range: { offset: number; limit: number },
  signal: AbortSignal,
): Promise<LoadedPage> {
  const input = { workspace, sessionIds: [...ask.sessionIds], by: ask.by, limit: LIMITS.searchHitsMax };
  const { hits, problem } = await client.search.similar.query(input, { signal });
  const here = hits.slice(range.offset, range.offset + range.limit);
  return {
    total: hits.length,
    episodes: here.map(({ row }) => row),
    hits: here.map(({ score, why }) => ({ score, why, moment: null })),
    facts: {
      chips: [],
      rest: "",
      moments: [],
      confidence: "strong",
      embeddings: { space: null, provider: "none", degraded: false, reason: null },
      total: hits.length,
      problem,
    },
  };
}
