import { LIMITS } from "@retake/core/limits";
import { diffRows, type RowChanges } from "../projection/diff-rows.ts";
import {
  projectDocument,
  type AnnotationRow,
  type CommentRow,
  type ThreadRow,
} from "../projection/project-document.ts";
import type { EpisodeDocument } from "../document/open-document.ts";
import type { LabelSchema } from "../label-schema/label-schema.ts";

/** What an episode's own row has of its document. */
export interface EpisodeRow {
  outcome: "success" | "failure" | null;
  rating: number | null;
  notes: string;
  tags: string[];
  annotationCount: number;
  openThreadCount: number;
}

/** All rows of one document. */
export interface ProjectedRows {
  episode: EpisodeRow;
  annotations: AnnotationRow[];
  threads: ThreadRow[];
  comments: CommentRow[];
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

export function projectRows(
  document: EpisodeDocument,
  schema: LabelSchema,
  durationS: number,
): ProjectedRows {
  const { fields, tags, annotations, threads, comments, openThreads } = projectDocument(
    document,
    schema,
    durationS,
  );
  return {
    episode: {
      outcome: fields.outcome,
      rating: fields.rating,
      notes: storable(fields.notes),
      tags: [...new Set(tags.map((tag) => name(tag)))].slice(0, LIMITS.tagsMax),
      annotationCount: annotations.filter((one) => one.state === "accepted").length,
      openThreadCount: openThreads,
    },
    annotations,
    threads,
    comments: unique(comments),
  };
}

export function diffProjections(before: ProjectedRows, after: ProjectedRows): RoomRows {
  return {
    episode: diffEpisode(before.episode, after.episode),
    annotations: stored(diffRows(before.annotations, after.annotations), annotationRow),
    threads: stored(diffRows(before.threads, after.threads), threadRow),
    comments: stored(diffRows(before.comments, after.comments), commentRow),
  };
}

/** What differs, as Postgres can hold it: of a whole document only what changed is worth looking at so closely. */
function stored<T extends { id: string }>({ put, gone }: RowChanges<T>, clean: (row: T) => T): RowChanges<T> {
  return { put: unique(put.map(clean)), gone: gone.map(name) };
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

/** A client can give two comments of different threads one id; the first keeps it. */
function unique<T extends { id: string }>(rows: readonly T[]): T[] {
  const seen = new Set<string>();
  return rows.filter(({ id }) => !seen.has(id) && seen.add(id));
}
