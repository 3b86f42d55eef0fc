import type { ProjectionChanges } from "../projection/live-projection.ts";
import type { AnnotationRow } from "../projection/project-document.ts";
import { episodeRow, type Activity, type RoomRows } from "./rows.ts";
import type { Touched } from "./touched.ts";

/** Enough of a text to recognise it. */
const WORDS_MAX = 200;

/** What people did, in words and values, for the episode's history. What only moved because something else did is left out. */
export function describeChanges(changes: ProjectionChanges, rows: RoomRows, touched: Touched): Activity[] {
  return [
    ...fields(changes, rows, touched),
    ...tags(changes, touched),
    ...annotations(changes, rows, touched),
    ...comments(changes, rows, touched),
  ];
}

function fields(
  { episode: { was } }: ProjectionChanges,
  { episode }: RoomRows,
  touched: Touched,
): Activity[] {
  return (["outcome", "rating", "notes"] as const).flatMap((kind) => {
    if (!(kind in episode)) return [];
    const userId = touched.by("fields", kind) ?? null;
    return [{ userId, kind, data: { from: words(was.fields[kind]), to: words(episode[kind]) } }];
  });
}

function tags({ episode }: ProjectionChanges, touched: Touched): Activity[] {
  const old = episodeRow(episode.was).tags;
  const now = episodeRow(episode.now).tags;
  const told = (kind: string, tag: string): Activity => ({
    userId: touched.by("tags", tag) ?? null,
    kind,
    data: { tag },
  });
  return [
    ...now.filter((tag) => !old.includes(tag)).map((tag) => told("tag.added", tag)),
    ...old.filter((tag) => !now.includes(tag)).map((tag) => told("tag.removed", tag)),
  ];
}

function annotations(
  changes: ProjectionChanges,
  { annotations: rows }: RoomRows,
  touched: Touched,
): Activity[] {
  const told: Activity[] = [];
  const tell = (id: string, kind: string, data: Record<string, unknown>): void => {
    const userId = touched.by("annotations", id);
    if (userId !== undefined) told.push({ userId, kind: `annotation.${kind}`, data: { id, ...data } });
  };
  for (const row of rows.put) {
    const was = changes.annotations.get(row.id)?.was ?? null;
    if (was === null) tell(row.id, "added", valuesOf(row));
    else if (was.state !== row.state) tell(row.id, row.state, { ...valuesOf(row), was: was.state });
    else tell(row.id, "changed", { ...valuesOf(row), changes: changesOf(was, row) });
  }
  for (const id of rows.gone) {
    const was = changes.annotations.get(id)?.was ?? null;
    if (was !== null) tell(id, "removed", valuesOf(was));
  }
  return told;
}

function comments(
  changes: ProjectionChanges,
  { comments: rows, threads }: RoomRows,
  touched: Touched,
): Activity[] {
  const told: Activity[] = [];
  for (const { id, threadId, text } of rows.put) {
    const isNew = (changes.comments.get(id)?.was ?? null) === null;
    const data = { id, threadId, text: words(text) };
    const kind = isNew ? "comment.added" : "comment.edited";
    told.push({ userId: touched.by("comments", id) ?? null, kind, data });
  }
  for (const id of rows.gone) {
    const was = changes.comments.get(id)?.was ?? null;
    const threadId = was?.threadId ?? "";
    const userId = touched.by("comments", id) ?? touched.by("threads", threadId) ?? null;
    told.push({ userId, kind: "comment.removed", data: { id, threadId, text: words(was?.text ?? "") } });
  }
  for (const { id, time, resolved } of threads.put) {
    const was = changes.threads.get(id)?.was ?? null;
    if (was === null || was.resolved === resolved) continue;
    const kind = resolved ? "thread.resolved" : "thread.reopened";
    told.push({ userId: touched.by("threads", id) ?? null, kind, data: { id, time } });
  }
  return told;
}

function valuesOf({ lane, label, start, end, origin, state }: AnnotationRow): Record<string, unknown> {
  return { lane, label, start, end, origin, state };
}

function changesOf(was: AnnotationRow, row: AnnotationRow): Record<string, { from: unknown; to: unknown }> {
  const keys = ["lane", "label", "start", "end", "note"] as const;
  const changed = keys.filter((key) => was[key] !== row[key]);
  return Object.fromEntries(changed.map((key) => [key, { from: words(was[key]), to: words(row[key]) }]));
}

function words(value: unknown): unknown {
  return typeof value === "string" && value.length > WORDS_MAX ? `${value.slice(0, WORDS_MAX)}…` : value;
}
