import { LIMITS } from "@retake/core/limits";
import type { EpisodeSummary, ProjectionChanges } from "../projection/live-projection.ts";
import type { AnnotationRow, CommentRow, ThreadRow } from "../projection/project-document.ts";
import type { RowPair } from "../projection/row-pair.ts";

interface RowChanges<T> {
  /** New or different. */
  put: T[];
  /** Ids of rows that are gone. */
  gone: string[];
}

/** What an episode's own row has of its document. */
export interface EpisodeRow {
  outcome: "success" | "failure" | null;
  rating: number | null;
  notes: string;
  tags: string[];
  annotationCount: number;
  openThreadCount: number;
}

export interface RoomRows {
  /** Only what is different. */
  episode: Partial<EpisodeRow>;
  annotations: RowChanges<AnnotationRow>;
  threads: RowChanges<ThreadRow>;
  comments: RowChanges<CommentRow>;
}

/** One line of an episode's history. */
export interface Activity {
  userId: string | null;
  /** `outcome`, `rating`, `notes`, `tag.added`, `annotation.changed`, `comment.added`, … */
  kind: string;
  data: Record<string, unknown>;
}

/** What one commit writes of one room. */
export interface RoomAppend {
  updates: { data: Uint8Array; userId: string | null }[];
  rows: RoomRows;
  activities: Activity[];
  /** Whether lists of episodes may look different now. */
  listed: boolean;
}

/** Beyond this an index would refuse the row, and with it everybody's changes. */
const NAME_LENGTH_MAX = 200;
/** The year 2200: later times are somebody's mistake, and more than Postgres reads. */
const AT_MAX = 7_258_118_400_000;

/** What has to be written so that the store has what the document has, as Postgres can hold it. */
export function rowsOf({ episode, annotations, threads, comments }: ProjectionChanges): RoomRows {
  return {
    episode: diffEpisode(episodeRow(episode.was), episodeRow(episode.now)),
    annotations: changesOf(annotations, annotationRow, ({ start }) => start),
    threads: changesOf(threads, threadRow, ({ time }) => time),
    comments: changesOf(comments, commentRow, ({ at }) => at),
  };
}

export function episodeRow({ fields, tags, annotationCount, openThreads }: EpisodeSummary): EpisodeRow {
  return {
    outcome: fields.outcome,
    rating: fields.rating,
    notes: storable(fields.notes),
    tags: [...new Set(tags.map((tag) => name(tag)))].slice(0, LIMITS.tagsMax),
    annotationCount,
    openThreadCount: openThreads,
  };
}

function changesOf<T extends { id: string; at: number }>(
  pairs: ReadonlyMap<string, RowPair<T>>,
  clean: (row: T) => T,
  placeOf: (row: T) => number,
): RowChanges<T> {
  const put = [...pairs.values()].flatMap(({ now }) => now ?? []);
  const gone = [...pairs].filter(([, { now }]) => now === null).map(([id]) => name(id));
  put.sort((a, b) => placeOf(a) - placeOf(b) || a.at - b.at || (a.id < b.id ? -1 : 1));
  return { put: unique(put.map(clean)), gone };
}

function diffEpisode(before: EpisodeRow, after: EpisodeRow): Partial<EpisodeRow> {
  const changed = Object.entries(after).filter(
    ([key, value]) => JSON.stringify(value) !== JSON.stringify(before[key as keyof EpisodeRow]),
  );
  return Object.fromEntries(changed);
}

function annotationRow(row: AnnotationRow): AnnotationRow {
  return {
    ...row,
    id: name(row.id),
    lane: name(row.lane),
    label: name(row.label),
    authorId: name(row.authorId),
    note: storable(row.note),
    at: instant(row.at),
  };
}

function threadRow(row: ThreadRow): ThreadRow {
  const annotationId = row.annotationId === null ? null : name(row.annotationId);
  return { ...row, id: name(row.id), annotationId, at: instant(row.at) };
}

function commentRow(row: CommentRow): CommentRow {
  return {
    ...row,
    id: name(row.id),
    threadId: name(row.threadId),
    authorId: name(row.authorId),
    text: storable(row.text),
    at: instant(row.at),
  };
}

/** Text of a client's, without what Postgres cannot hold: NUL, and halves of characters. */
function storable(text: string): string {
  return text.replaceAll(/[\0\p{Surrogate}]/gu, "");
}

function name(text: string): string {
  return storable(text).slice(0, NAME_LENGTH_MAX);
}

function instant(at: number): number {
  return Math.round(Math.min(Math.max(at, 0), AT_MAX));
}

/** Shortened, two names can be one; the first keeps it. */
function unique<T extends { id: string }>(rows: readonly T[]): T[] {
  const seen = new Set<string>();
  return rows.filter(({ id }) => !seen.has(id) && seen.add(id));
}
