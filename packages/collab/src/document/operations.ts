import { AppError } from "@retake/core/errors";
import { uuidv4 } from "lib0/random";
import * as Y from "yjs";
import { laneOf } from "../label-schema/look-up.ts";
import type { LabelSchema, Lane } from "../label-schema/label-schema.ts";
import { demandText } from "./demand-text.ts";
import { annotationOf, type Annotation } from "./annotations.ts";
import type { EpisodeDocument } from "./open-document.ts";
import { segmentsIn, type Segment } from "./segments-in.ts";
import { LOCAL } from "./undo.ts";

/** Who changes what, and within what: times must already lie on frames. */
export interface Editing {
  document: EpisodeDocument;
  schema: LabelSchema;
  /** Id of the person. */
  user: string;
  /** Length of the episode, seconds. */
  durationS: number;
  /** Milliseconds since 1970. */
  now: () => number;
}

export type NewAnnotation = Pick<Annotation, "lane" | "label" | "start" | "end"> &
  Partial<Pick<Annotation, "origin" | "state" | "note">>;

/** Edges nearer than this are one edge: less than half a frame at 500 frames per second. */
const TOUCH_S = 1e-3;

/**
 * Adds a segment or an instant; in an exclusive lane what lay there makes room: it is shortened, split or removed.
 * @returns its id
 * @throws AppError `bad_request` when it has no length, lies outside the episode, or does not fit its lane
 */
export function addAnnotation(editing: Editing, added: NewAnnotation): string {
  const lane = demandLane(editing.schema, added.lane);
  const span = demandSpan(editing, lane, added);
  demandText(added.note ?? "");
  return transact(editing, () => {
    const state = added.state ?? "accepted";
    if (lane.exclusive && span.end !== null && state === "accepted")
      makeRoom(editing, lane.id, span.start, span.end);
    return insert(editing, { ...added, ...span, state });
  });
}

/** Changes its class, note or place. In an exclusive lane others make room for the new place. */
export function changeAnnotation(
  editing: Editing,
  id: string,
  change: Partial<Pick<Annotation, "label" | "note" | "start" | "end">>,
): void {
  const old = demandAnnotation(editing, id);
  demandText(change.note ?? "");
  const lane = demandLane(editing.schema, old.lane);
  const span = demandSpan(editing, lane, { ...old, ...change });
  transact(editing, () => {
    const moves = span.start !== old.start || span.end !== old.end;
    if (moves && lane.exclusive && span.end !== null && old.state === "accepted")
      makeRoom(editing, lane.id, span.start, span.end, id);
    write(editing, id, { ...change, ...(moves ? span : {}) });
  });
}

export function removeAnnotation(editing: Editing, id: string): void {
  transact(editing, () => editing.document.annotations.delete(id));
}

/** Accepts or rejects a suggestion. Accepted, it takes its place in the lane as if it had just been added. */
export function reviewAnnotation(editing: Editing, id: string, state: "accepted" | "rejected"): void {
  const one = demandAnnotation(editing, id);
  const lane = demandLane(editing.schema, one.lane);
  transact(editing, () => {
    if (state === "accepted" && lane.exclusive && one.end !== null)
      makeRoom(editing, lane.id, one.start, one.end, id);
    write(editing, id, { state });
  });
}

/**
 * Moves one edge of a segment to `to`. In an exclusive lane it pushes into the neighbour at most up to the neighbour's other edge;
 * in a gap-free lane a neighbour that touches follows.
 */
export function moveEdge(editing: Editing, id: string, edge: "start" | "end", to: number): void {
  const one = demandAnnotation(editing, id);
  if (one.end === null) return changeAnnotation(editing, id, { start: to });
  const lane = demandLane(editing.schema, one.lane);
  const at = edge === "start" ? one.start : one.end;
  const neighbour = lane.gapFree ? touching(editing, one, edge, at) : null;
  const limits = neighbour === null ? { from: 0, to: editing.durationS } : spanOf(neighbour);
  const place = Math.min(
    Math.max(to, edge === "end" ? one.start + TOUCH_S : limits.from),
    edge === "start" ? one.end - TOUCH_S : limits.to,
  );
  if (neighbour === null) return changeAnnotation(editing, id, { [edge]: place });
  transact(editing, () => {
    const emptied = edge === "end" ? place >= limits.to : place <= limits.from;
    if (emptied) editing.document.annotations.delete(neighbour.id);
    else write(editing, neighbour.id, { [edge === "end" ? "start" : "end"]: place });
    write(editing, id, { [edge]: place });
  });
}

/** Moves a whole segment or instant by some seconds, within the episode. */
export function nudge(editing: Editing, id: string, byS: number): void {
  const { start, end } = demandAnnotation(editing, id);
  const length = end === null ? 0 : end - start;
  const moved = Math.min(Math.max(start + byS, 0), editing.durationS - length);
  changeAnnotation(editing, id, { start: moved, end: end === null ? null : moved + length });
}

/** @returns the id of the second half */
export function splitSegment(editing: Editing, id: string, at: number): string {
  const one = demandAnnotation(editing, id);
  if (one.end === null || at <= one.start || at >= one.end)
    throw new AppError("bad_request", "A segment can be split between its ends only.");
  const { end } = one;
  return transact(editing, () => {
    write(editing, id, { end: at });
    return insert(editing, { ...one, start: at, end });
  });
}

/** Joins a segment with the next one of its lane: the first one's class stays, the second one's note is kept behind the first's. */
export function mergeSegments(editing: Editing, first: string, second: string): void {
  const [a, b] = [demandAnnotation(editing, first), demandAnnotation(editing, second)];
  if (a.lane !== b.lane || a.end === null || b.end === null)
    throw new AppError("bad_request", "Only segments of one lane can be joined.");
  const note = demandText([...new Set([a.note, b.note])].filter((part) => part !== "").join("\n"));
  const [start, end] = [Math.min(a.start, b.start), Math.max(a.end, b.end)];
  transact(editing, () => {
    editing.document.annotations.delete(second);
    write(editing, first, { start, end, note });
  });
}

function transact<T>({ document }: Editing, change: () => T): T {
  return document.doc.transact(change, LOCAL);
}

function insert({ document, user, now }: Editing, added: NewAnnotation): string {
  const id = uuidv4();
  const map = new Y.Map<unknown>();
  document.annotations.set(id, map);
  const { lane, label, start, end, origin = "human", state = "accepted", note = "" } = added;
  const values = { lane, label, start, end, author: user, at: now(), origin, state, note };
  for (const [key, value] of Object.entries(values)) map.set(key, value);
  return id;
}

/** Writes only what is different, so that nobody's change is overwritten by the same value. */
function write({ document }: Editing, id: string, change: Partial<Annotation>): void {
  const map = document.annotations.get(id);
  if (map === undefined) return;
  for (const [key, value] of Object.entries(change)) if (map.get(key) !== value) map.set(key, value);
}

/** Takes `[from, to)` of a lane from whatever lies there. */
function makeRoom(editing: Editing, lane: string, from: number, to: number, except = ""): void {
  for (const one of segmentsIn(editing.document, lane, from, to)) {
    const { id, start, end } = one;
    if (id === except || end <= from || start >= to) continue;
    const before = from - start >= TOUCH_S;
    const after = end - to >= TOUCH_S;
    if (before && after) insert(editing, { ...one, start: to });
    if (before) write(editing, id, { end: from });
    else if (after) write(editing, id, { start: to });
    else editing.document.annotations.delete(id);
  }
}

function touching(
  { document }: Editing,
  one: Annotation,
  edge: "start" | "end",
  at: number,
): Annotation | null {
  const near = segmentsIn(document, one.lane, at - TOUCH_S, at + TOUCH_S);
  const isNeighbour = ({ id, start, end }: Segment): boolean =>
    id !== one.id && Math.abs((edge === "end" ? start : end) - at) < TOUCH_S;
  return near.find(isNeighbour) ?? null;
}

function spanOf({ start, end }: Annotation): { from: number; to: number } {
  return { from: start, to: end ?? start };
}

function demandAnnotation({ document }: Editing, id: string): Annotation {
  const found = annotationOf(document, id);
  if (found === null)
    throw new AppError("not_found", "This label was not found. Somebody may have removed it.");
  return found;
}

function demandLane(schema: LabelSchema, id: string): Lane {
  const lane = laneOf(schema, id);
  if (lane === null) throw new AppError("bad_request", `There is no lane “${id}”.`);
  return lane;
}

function demandSpan(
  { durationS }: Editing,
  lane: Lane,
  { start, end }: Pick<Annotation, "start" | "end">,
): { start: number; end: number | null } {
  if (lane.kind === "instants" ? end !== null : end === null)
    throw new AppError("bad_request", `The lane “${lane.name}” holds ${lane.kind}.`);
  const from = Math.max(0, start);
  const to = end === null ? null : Math.min(end, durationS);
  if (!Number.isFinite(start) || from > durationS || (to !== null && !(to - from >= TOUCH_S)))
    throw new AppError("bad_request", "That has no length inside the episode.");
  return { start: from, end: to };
}
