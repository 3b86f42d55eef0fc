// Workspaces that are large in a moment, for load figures. What is in the rows is invented: texts come of a small grammar, motion vectors
// lie around the centre of their behaviour, and vectors of texts are random, so that nothing may be said of how good a search is.
import { createHash } from "node:crypto";
import type { Db } from "@retake/db";
import { insertRows } from "./many-episodes/insert-rows.ts";
import { type LayoutRows, layoutRows } from "./many-episodes/layout-rows.ts";
import {
  type Behaviour,
  type SyntheticEpisode,
  behaviours,
  randomUnitVector,
  syntheticEpisode,
  syntheticVector,
} from "./many-episodes/synthetic-episode.ts";
import { EPISODE, EPISODE_INDEX, FINDING, MAP_POINT } from "./many-episodes/table-columns.ts";

export interface ManyEpisodes {
  workspaceId: string;
  /** Of all episodes; a second call with a higher one adds the rest. */
  count: number;
  seed: number;
  /** Datasets, which are also clusters. */
  behaviours?: number;
  /** Space of the texts' vectors, and how long these are. */
  textSpace?: string;
  textDims?: number;
  /** Length of the motion vectors. */
  motionDims?: number;
  /** Without: neither TextVector rows nor what they cost (2 KB an episode). */
  withTextVectors?: boolean;
}

/** Rows of one go: some tens of megabytes at most. */
const CHUNK = 10_000;
/** As long as real ones. */
const MOTION_DIMS = 72;
const FRAMES_PER_S = 10;
const FIRST_DAY = Date.UTC(2026, 7, 1);
/** Episodes are this far apart in time. */
const STEP_MS = 60_000;

/**
 * Published episodes with all that indexing makes of them (index, findings, vectors, both a motion and a text map with neighbours), by bulk SQL: 100,000 in
 * well under a minute. The same options give the same rows, whose ids are `many-<seed>-<n>`. They have no topics, segments or cameras.
 */
export async function insertManyEpisodes(db: Db, options: ManyEpisodes): Promise<{ episodes: number }> {
  const all = behaviours(options.behaviours ?? 12);
  const datasets = await insertDatasets(db, options.workspaceId, all);
  const motionMap = layoutOf(options, all, "motion");
  for (let from = 0; from < options.count; from += CHUNK) {
    const to = Math.min(options.count, from + CHUNK);
    const numbers = Array.from({ length: to - from }, (_, k) => from + k);
    const episodes = numbers.map((n) => ({ n, ...syntheticEpisode(options.seed, n, all) }));
    const rows = episodes.map((one) => episodeRow(options, datasets, one, motionMap.points[one.n]));
    await insertRows(db, "Episode", EPISODE, rows);
    await insertIndexes(db, options, episodes);
  }
  await insertLayout(db, options, "motion", motionMap);
  await insertLayout(db, options, "text", layoutOf(options, all, "text"));
  await db.pool.query('ANALYZE "Episode", "EpisodeIndex", "Finding", "TextVector", "MapPoint"');
  return { episodes: options.count };
}

/** Id of episode `n`, which is its public name too. */
export function manyEpisodeId(seed: number, n: number): string {
  return `many-${seed}-${n}`;
}

async function insertDatasets(db: Db, workspaceId: string, all: readonly Behaviour[]): Promise<string[]> {
  const rows = all.map(({ slug, robotType, task }) => ({
    id: `${workspaceId}.${slug}`,
    workspaceId,
    name: slug.replace(".", "/"),
    slug,
    sourceKey: `folder:/${slug}`,
    formatVersion: "v3.0",
    robotType,
    fps: FRAMES_PER_S,
    features: [],
    tasks: [task],
    publishedAt: new Date(FIRST_DAY),
  }));
  await db.prisma.dataset.createMany({ data: rows, skipDuplicates: true });
  return rows.map(({ id }) => id);
}

type Numbered = SyntheticEpisode & { n: number };

async function insertIndexes(db: Db, options: ManyEpisodes, episodes: readonly Numbered[]): Promise<void> {
  const { workspaceId, seed, motionDims = MOTION_DIMS } = options;
  const indexes = episodes.map((one) => ({
    episodeId: manyEpisodeId(seed, one.n),
    workspaceId,
    basis: `synthetic:${seed}`,
    facts: {},
    factualSummary: one.description,
    textA: `${one.task} ${one.people}`,
    textB: one.description,
    textC: `${one.robotType} ${one.operator} ${one.tags.join(" ")}`,
    taskHash: sha256(one.task),
    peopleHash: one.people === "" ? null : sha256(one.people),
    descriptionHash: sha256(one.description),
    motionSpace: `synthetic:${one.robotType}`,
    motionVersion: 1,
    motion: bytesOf(syntheticVector(one.behaviour, one.n, seed, motionDims)),
  }));
  await insertRows(db, "EpisodeIndex", { ...EPISODE_INDEX, motion: `bytea(${4 * motionDims})` }, indexes);
  const findings = episodes.flatMap(({ n, findings: found }) =>
    found.map((finding, position) => ({ episodeId: manyEpisodeId(seed, n), position, ...finding })),
  );
  await insertRows(db, "Finding", FINDING, findings);
  if (options.withTextVectors ?? true) await insertTextVectors(db, options, episodes);
}

function episodeRow(
  { workspaceId, seed }: ManyEpisodes,
  datasets: readonly string[],
  one: Numbered,
  point: { x: number; y: number } | undefined,
): Record<string, unknown> {
  const frames = Math.round(one.durationS * FRAMES_PER_S);
  const createdAt = new Date(FIRST_DAY + one.n * STEP_MS);
  const id = manyEpisodeId(seed, one.n);
  return {
    ...one,
    id,
    workspaceId,
    sessionId: id,
    datasetId: datasets[one.behaviour],
    source: "import",
    status: "completed",
    tasks: [one.task],
    fps: FRAMES_PER_S,
    endTime: one.durationS,
    totalFrames: frames,
    totalMessages: frames,
    summary: one.description,
    umapX: point?.x,
    umapY: point?.y,
    createdAt,
    updatedAt: createdAt,
    publishedAt: createdAt,
  };
}

async function insertTextVectors(
  db: Db,
  options: ManyEpisodes,
  episodes: readonly Numbered[],
): Promise<void> {
  const { textSpace = "local:use-lite:512", textDims = 512 } = options;
  const texts = new Set(episodes.flatMap(({ task, people, description }) => [task, people, description]));
  texts.delete("");
  const rows = [...texts].map((text) => {
    const hash = sha256(text);
    return { space: textSpace, hash, vector: bytesOf(randomUnitVector(hash.readUInt32LE(0), textDims)) };
  });
  await insertRows(
    db,
    "TextVector",
    { space: "text", hash: "bytea", vector: `bytea(${4 * textDims})` },
    rows,
  );
}

function layoutOf({ count, seed }: ManyEpisodes, all: readonly Behaviour[], kind: string): LayoutRows {
  return layoutRows({ kind, count, seed, all, idOf: (n) => manyEpisodeId(seed, n) });
}

async function insertLayout(
  db: Db,
  { workspaceId, count, seed }: ManyEpisodes,
  kind: string,
  { points, clusters }: LayoutRows,
): Promise<void> {
  const rows = points.map((point) => ({ ...point, workspaceId, kind }));
  await db.prisma.mapPoint.deleteMany({ where: { workspaceId, kind } });
  await insertRows(db, "MapPoint", MAP_POINT, rows);
  const figures = { trustworthiness: null, meanShift: null, seconds: 0 };
  const layout = { version: 1, seed, fittedCount: count, clusters, figures };
  await db.prisma.mapLayout.upsert({
    where: { workspaceId_kind: { workspaceId, kind } },
    create: { workspaceId, kind, ...layout },
    update: layout,
  });
}

function sha256(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

function bytesOf(vector: Float32Array): Buffer {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);
}
