import { findStretches, medianStep, resample, type EvenSignal, type Stretch } from "@retake/ai/wiggle";
import { AppError } from "@retake/core/errors";
import type { TopicColumns } from "@retake/telemetry/types";
import type { z } from "zod";
import type { WorkspaceAccess } from "../actor.ts";
import type { CatalogueEpisode } from "../catalogue/types.ts";
import type { Services } from "../context.ts";
import { getEpisode } from "../episodes/get-episode.ts";
import { episodeRow } from "../presenters/episode-row.ts";
import type { WiggleHit, wiggleInput, wiggleOutput } from "../schemas/search.ts";
import { sameSignals, type SameSignal } from "./same-signals.ts";

type Finding = Pick<Services, "db" | "catalogue" | "reader">;
export type WiggleRequest = Omit<z.infer<typeof wiggleInput>, "workspace">;

/** Values of the stretch that is looked for: a longer one is thinned out. */
const QUERY_VALUES_MAX = 256;
const QUERY_VALUES_MIN = 8;
/** Values of one signal that are looked through: 4.6 hours at 60 Hz. */
const SIGNAL_VALUES_MAX = 1_000_000;
/** What one search may read and how long it may take; what lies beyond is said to be left out. */
export const WIGGLE_SAMPLES_MAX = 20_000_000;
const BUDGET_MS = 6_000;
const PER_EPISODE_MAX = 3;
const SHOWN_VALUES = 64;

/**
 * Finds where a stretch of a signal occurs elsewhere: in the same dimension, by name, of other episodes and of its own. Those of its dataset come first,
 * then the newest, until a budget of samples and time is used up.
 * @throws AppError `not_found` for the episode, `bad_request` for a signal it does not have or a stretch in which nothing moves
 */
export async function findWiggle(
  services: Finding,
  workspace: WorkspaceAccess,
  request: WiggleRequest,
): Promise<z.infer<typeof wiggleOutput>> {
  const episode = await getEpisode(services, workspace, request.sessionId);
  const query = await queryOf(services, episode, request);
  const signals = await sameSignals(services, workspace.id, episode, request);
  const state = { episodes: 0, samples: 0, until: performance.now() + BUDGET_MS };
  const found: Found[] = [];
  let truncated = signals.isCut;
  for (const signal of signals.list) {
    if (state.samples >= WIGGLE_SAMPLES_MAX || performance.now() > state.until) {
      truncated = true;
      break;
    }
    const other = await services.catalogue.stored(workspace.id, signal.sessionId);
    if (other === null) continue;
    const columns = await columnsOf(services, other, request.topic);
    if (columns === null) continue;
    state.episodes += 1;
    state.samples += columns.t.length;
    found.push(...stretchesIn(query, columns, other, signal, request));
    if (found.length > 4 * request.limit) keepBest(found, request.limit);
  }
  keepBest(found, request.limit);
  const hits = found.map((one) => presentHit(workspace.slug, one, query.values.length, request.topic));
  const { episodes, samples } = state;
  return { hits, query: { values: shown(query.values) }, searched: { episodes, samples }, truncated };
}

interface Found {
  episode: CatalogueEpisode;
  dim: number;
  series: EvenSignal;
  stretch: Stretch;
}

async function queryOf(
  services: Finding,
  episode: CatalogueEpisode,
  { topic, dim, start, end }: WiggleRequest,
): Promise<EvenSignal> {
  const [columns] = await services.reader.read(episode.segments, { topics: [topic], from: start, to: end });
  if (columns === undefined || !isNumeric(columns) || dim >= columns.dims)
    throw refusal("topic", "This episode has no such signal.");
  const span = (columns.t.at(-1) ?? 0) - (columns.t[0] ?? 0);
  const step = Math.max(medianStep(columns.t), span / (QUERY_VALUES_MAX - 1));
  const query = resample(columns.t, valueOf(columns, dim), step, QUERY_VALUES_MAX);
  if (query.values.length < QUERY_VALUES_MIN)
    throw refusal("end", `Select a longer stretch: it needs ${QUERY_VALUES_MIN} samples.`);
  // Found in itself by its own measure, or nothing moves in it.
  if (findStretches(query.values, query.values, { limit: 1, shapeOnly: true }).length === 0)
    throw refusal("end", "Nothing moves in this stretch.");
  return query;
}

function stretchesIn(
  query: EvenSignal,
  columns: TopicColumns,
  episode: CatalogueEpisode,
  { dim }: SameSignal,
  request: WiggleRequest,
): Found[] {
  if (dim >= columns.dims) return [];
  const series = resample(columns.t, valueOf(columns, dim), query.step, SIGNAL_VALUES_MAX);
  const { limit, shapeOnly, sessionId, start, end } = request;
  const isOwn = episode.sessionId === sessionId;
  const stretches = findStretches(query.values, series.values, {
    limit: isOwn ? limit : Math.min(limit, PER_EPISODE_MAX),
    shapeOnly,
  });
  return stretches.flatMap((stretch): Found[] => {
    const from = series.start + stretch.at * series.step;
    // The stretch itself, found where it was selected.
    if (isOwn && from < end && from + (query.values.length - 1) * series.step > start) return [];
    return [{ episode, dim, series, stretch }];
  });
}

function keepBest(found: Found[], limit: number): void {
  found.sort((a, b) => b.stretch.score - a.stretch.score);
  found.splice(limit);
}

function presentHit(workspaceSlug: string, found: Found, length: number, topic: string): WiggleHit {
  const { episode, dim, series, stretch } = found;
  const start = series.start + stretch.at * series.step;
  return {
    row: episodeRow(workspaceSlug, episode),
    topic,
    dim,
    start,
    end: start + (length - 1) * series.step,
    score: stretch.score,
    values: shown(series.values.subarray(stretch.at, stretch.at + length)),
  };
}

/** Evenly spaced over the whole. */
function shown(values: Float64Array): number[] {
  return Array.from({ length: SHOWN_VALUES }, (_, n) => {
    const place = (n / (SHOWN_VALUES - 1)) * (values.length - 1);
    const [a, b] = [values[Math.floor(place)] ?? 0, values[Math.ceil(place)] ?? 0];
    return a + (b - a) * (place - Math.floor(place));
  });
}

async function columnsOf(
  { reader }: Finding,
  { segments }: CatalogueEpisode,
  topic: string,
): Promise<TopicColumns | null> {
  // A damaged episode hides no finds in the others.
  const read = await reader.read(segments, { topics: [topic] }).catch(() => []);
  const [columns] = read;
  return columns !== undefined && isNumeric(columns) ? columns : null;
}

function isNumeric({ type, dims }: TopicColumns): boolean {
  return type !== "string" && type !== "image" && dims > 0;
}

function valueOf({ values, dims }: TopicColumns, dim: number): (row: number) => number {
  return (row) => Number(values[row * dims + dim]);
}

function refusal(path: string, message: string): AppError {
  return new AppError("bad_request", message, { issues: [{ path, message }] });
}
