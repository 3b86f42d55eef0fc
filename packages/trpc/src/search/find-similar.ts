import { fuseRanks, keepNearest, meanDirection, squareOf, topRows } from "@retake/ai/ranking";
import { notFound } from "@retake/core/errors";
import type { z } from "zod";
import type { WorkspaceAccess } from "../actor.ts";
import { VISIBLE_EPISODE } from "../catalogue/episode-columns.ts";
import type { EpisodeRecord } from "../catalogue/types.ts";
import type { Services } from "../context.ts";
import { episodeRow } from "../presenters/episode-row.ts";
import type { SearchWhy, similarBy, similarOutput } from "../schemas/search.ts";
import { rankByMeaning } from "./rank-meaning.ts";
import { TEXT_FIELDS, type VectorPlane, type WorkspaceVectors } from "./workspace-vectors.ts";

export interface SimilarRequest {
  sessionIds: readonly string[];
  by: (typeof similarBy)[number];
  limit: number;
}

export interface SimilarHit {
  record: EpisodeRecord;
  /** 0..1 */
  score: number;
  why: SearchWhy[];
}

/** Episodes of a selection that are compared with all others; of more, as many are taken evenly. */
const COMPARED_MAX = 24;
const RANKED_MAX = 300;

const WORDS = {
  motion: { kind: "motion", text: "moves alike" },
  text: { kind: "meaning", text: "is described alike" },
  visual: { kind: "picture", text: "looks alike" },
} as const satisfies Record<string, SearchWhy>;
type Way = keyof typeof WORDS;

/**
 * Episodes like the given ones, which are left out. Of several, each answer is compared with the one it is most like.
 * @throws AppError `not_found` when one of them is not there
 */
export async function findSimilar(
  services: Pick<Services, "db" | "catalogue" | "search">,
  workspace: WorkspaceAccess,
  { sessionIds, by, limit }: SimilarRequest,
): Promise<{ hits: SimilarHit[]; problem: string | null }> {
  const ids = await idsOf(services, workspace.id, sessionIds);
  const { vectors, questions } = services.search;
  const space = by === "motion" || by === "visual" ? null : await questions.space(workspace.id);
  const ready = await vectors.get(workspace.id, space);
  const compared = evenly(ids, COMPARED_MAX);
  const ways: readonly Way[] = by === "all" ? ["motion", "text", "visual"] : [by];
  const lists = ways.map((way) => ({ way, ranked: rankBy(way, ready, space, compared, new Set(ids)) }));
  const ranked = by === "all" ? fused(lists) : (lists[0]?.ranked ?? []);
  const records = await services.catalogue.records(
    workspace.id,
    ranked.slice(0, limit).map(({ id }) => id),
  );
  const hits = ranked.slice(0, limit).flatMap(({ id, score }): SimilarHit[] => {
    const record = records.get(id);
    const why = lists.flatMap(({ way, ranked: list }) =>
      list.some((one) => one.id === id) ? [WORDS[way]] : [],
    );
    return record === undefined ? [] : [{ record, score, why }];
  });
  return { hits, problem: hits.length > 0 ? null : problemOf(by) };
}

/** The same for screens. */
export async function similarForScreen(
  services: Pick<Services, "db" | "catalogue" | "search">,
  workspace: WorkspaceAccess,
  request: SimilarRequest,
): Promise<z.infer<typeof similarOutput>> {
  const { hits, problem } = await findSimilar(services, workspace, request);
  const shown = hits.map(({ record, score, why }) => ({
    row: episodeRow(workspace.slug, record),
    score,
    why,
  }));
  return { hits: shown, problem };
}

interface Ranked {
  id: string;
  score: number;
}

function rankBy(
  way: Way,
  vectors: WorkspaceVectors,
  space: string | null,
  compared: readonly string[],
  left: ReadonlySet<string>,
): Ranked[] {
  const rows = compared.flatMap((id) => vectors.rowOf.get(id) ?? []);
  if (way === "text") return rankByText(vectors, space, rows, left);
  const plane = way === "motion" ? vectors.motion : vectors.visual;
  const { scan, squares, has } = plane;
  if (scan === null) return [];
  const nearest = new Float32Array(vectors.ids.length).fill(Infinity);
  for (const row of rows) {
    if (has[row] !== 1) continue;
    const vector = scan.get(row);
    keepNearest(nearest, scan.scores(vector), squares, squareOf(vector), has);
  }
  const scores = nearest.map((distance, row) => (isLeft(vectors.ids[row], left) ? -Infinity : -distance));
  const scale = scaleOf(plane);
  return topRows(scores, RANKED_MAX).map((row) => ({
    id: vectors.ids[row] ?? "",
    score: 1 / (1 + Math.sqrt(nearest[row] ?? 0) / scale),
  }));
}

/** The question itself, and rows that are nobody's. */
function isLeft(id: string | null | undefined, left: ReadonlySet<string>): boolean {
  return id === null || id === undefined || left.has(id);
}

function rankByText(
  vectors: WorkspaceVectors,
  space: string | null,
  rows: readonly number[],
  left: ReadonlySet<string>,
): Ranked[] {
  const plane = space === null ? undefined : vectors.planes.get(space);
  if (space === null || plane?.scan === null || plane === undefined) return [];
  const best = new Map<string, number>();
  for (const row of rows) {
    const texts = vectors.fields.slice(row * TEXT_FIELDS.length, (row + 1) * TEXT_FIELDS.length);
    const known = [...texts].filter((text) => plane.loaded[text] === 1);
    const question = meanDirection(known.flatMap((text) => plane.scan?.get(text) ?? []));
    if (question === null) continue;
    for (const { id, score } of rankByMeaning(vectors, space, question, null, RANKED_MAX + left.size))
      if (!left.has(id) && score > (best.get(id) ?? -Infinity)) best.set(id, score);
  }
  const ranked = [...best].map(([id, score]) => ({ id, score: Math.min(1, Math.max(0, score)) }));
  return ranked.toSorted((a, b) => b.score - a.score).slice(0, RANKED_MAX);
}

/** A score of all ways is the share of the best places an answer could have. */
function fused(lists: readonly { ranked: readonly Ranked[] }[]): Ranked[] {
  return fuseRanks(lists.map(({ ranked }) => ({ ids: ranked.map(({ id }) => id) })));
}

/** How long vectors are on the whole: a distance of that much is half as like as none. */
function scaleOf({ squares, has }: VectorPlane): number {
  const present = squares.filter((_, row) => has[row] === 1);
  const sum = present.reduce((total, square) => total + square, 0);
  return sum > 0 ? Math.sqrt(sum / present.length) : 1;
}

function problemOf(by: SimilarRequest["by"]): string {
  if (by === "motion") return "Nothing is known of how it moves yet, or nothing else moves.";
  if (by === "visual") return "It has no pictures that could be compared, or nothing else has.";
  return "It has not been indexed yet, or there is nothing to compare it with.";
}

function evenly<T>(list: readonly T[], max: number): T[] {
  if (list.length <= max) return [...list];
  return Array.from({ length: max }, (_, n) => list[Math.floor((n * list.length) / max)] as T);
}

async function idsOf(
  { db }: Pick<Services, "db">,
  workspaceId: string,
  sessionIds: readonly string[],
): Promise<string[]> {
  const { rows } = await db.pool.query<{ id: string; sessionId: string }>(
    `select e."id", e."sessionId" from "Episode" e where ${VISIBLE_EPISODE} and e."sessionId" = any($2)`,
    [workspaceId, sessionIds],
  );
  const found = new Map(rows.map(({ id, sessionId }) => [sessionId, id]));
  return sessionIds.map((sessionId) => {
    const id = found.get(sessionId);
    if (id === undefined) throw notFound(`The episode “${sessionId}”`);
    return id;
  });
}
