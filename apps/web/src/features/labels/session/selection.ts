import {
  mergeSegments,
  moveEdge,
  removeAnnotation,
  splitSegment,
  type Annotation,
} from "@retake/collab/document";
import { attempt } from "./edit.ts";
import type { LabelSession } from "./label-session.ts";
import { here } from "./marks.ts";
import { stepBoundary } from "./snap.ts";
import type { Edge } from "./tool-state.ts";

export function cancel(session: LabelSession): void {
  const { edge, from, to, label } = session.tool.get();
  if (edge !== null) session.tool.change({ edge: null });
  else if (from !== null || to !== null || label !== null)
    session.tool.change({ from: null, to: null, label: null });
  else session.tool.change({ selected: null });
}

export function isHolding({ tool }: LabelSession): boolean {
  const { edge, from, to, label, selected } = tool.get();
  return [edge, from, to, label, selected].some((one) => one !== null);
}

function inLane({ lanes }: LabelSession, lane: string): Annotation[] {
  const found = lanes.lane(lane);
  return [...(found?.visible ?? []), ...(found?.proposed ?? [])].sort((a, b) => a.start - b.start);
}

export function neighbourOf(session: LabelSession, by: 1 | -1): Annotation | undefined {
  const { lane, selected } = session.tool.get();
  const all = inLane(session, lane);
  const at = all.findIndex(({ id }) => id === selected);
  if (at >= 0) return all[at + by];
  const t = session.playhead.time + 1e-6;
  return by === 1
    ? (all.find(({ start, end }) => (end ?? start) > t) ?? all.at(-1))
    : all.findLast(({ start }) => start < t);
}

export function select(session: LabelSession, one: Annotation, seek = true): void {
  session.tool.change({ lane: one.lane, selected: one.id, edge: null });
  if (seek) session.playhead.seek(one.start);
}

export function selectedOf({ tool, lanes }: LabelSession): Annotation | undefined {
  const { selected } = tool.get();
  return selected === null ? undefined : lanes.annotation(selected);
}

export function cycleEdge(session: LabelSession): void {
  const one = selectedOf(session);
  if (one === undefined) return;
  const { edge } = session.tool.get();
  const next: Edge | null = edge === null ? "start" : edge === "start" && one.end !== null ? "end" : null;
  session.tool.change({ edge: next });
  if (next !== null) session.playhead.seek(next === "end" ? (one.end ?? one.start) : one.start);
}

export function nudgeEdge(session: LabelSession, frames: number): void {
  const one = selectedOf(session);
  const { edge } = session.tool.get();
  if (one === undefined || edge === null) return;
  const at = edge === "end" ? (one.end ?? one.start) : one.start;
  const to = stepBoundary(session.playhead.timeline, session.durationS(), at, frames);
  attempt(session, (editing) => moveEdge(editing, one.id, edge, to));
  session.playhead.seek(to);
}

function atPlayhead(session: LabelSession): Annotation | undefined {
  const one = selectedOf(session);
  if (one !== undefined) return one;
  const t = here(session, "start");
  const lane = session.lanes.lane(session.tool.get().lane);
  return lane?.visible.find(({ start, end }) => end !== null && start <= t && t < end);
}

export function splitHere(session: LabelSession): void {
  const one = atPlayhead(session);
  if (one === undefined) return;
  const id = attempt(session, (editing) => splitSegment(editing, one.id, here(session, "start")));
  if (id !== null) session.tool.change({ selected: id, edge: null });
}

export function mergeWithNext(session: LabelSession): void {
  const one = atPlayhead(session);
  if (one === undefined) return;
  const segments = session.lanes.lane(one.lane)?.visible ?? [];
  const next = segments[segments.findIndex(({ id }) => id === one.id) + 1];
  if (next !== undefined) attempt(session, (editing) => mergeSegments(editing, one.id, next.id));
}

export function removeSelected(session: LabelSession): void {
  const one = selectedOf(session);
  if (one === undefined) return;
  const next = neighbourOf(session, 1) ?? neighbourOf(session, -1);
  attempt(session, (editing) => removeAnnotation(editing, one.id));
  session.tool.change({ selected: next?.id ?? null, edge: null });
}
