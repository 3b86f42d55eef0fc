import { addAnnotation, moveEdge, nudge, type Annotation } from "@retake/collab/document";
import { classesOf, type Lane } from "@retake/collab/label-schema";
import { attempt } from "./edit.ts";
import type { LabelSession } from "./label-session.ts";
import { snapToFrame, stepBoundary } from "./snap.ts";
import type { Edge } from "./tool-state.ts";

/** Edges nearer than this are one. */
const TOUCH_S = 1e-3;

/** In an exclusive lane it stops a frame before it would swallow its neighbour: what a drag passes over is not lost. */
export function dragEdge(session: LabelSession, id: string, edge: Edge, t: number): void {
  const one = session.lanes.annotation(id);
  if (one === undefined) return;
  const to = snapped(session, withinNeighbours(session, one, edge, t));
  attempt(session, (editing) => moveEdge(editing, id, edge, to));
}

function withinNeighbours(session: LabelSession, one: Annotation, edge: Edge, t: number): number {
  const resolved = session.lanes.lane(one.lane);
  if (resolved === undefined || !resolved.lane.exclusive || one.end === null) return t;
  const { timeline } = session.playhead;
  const ownEnd = one.end;
  const step = (from: number, frames: number): number =>
    stepBoundary(timeline, session.durationS(), from, frames);
  const others = resolved.visible.filter(({ id }) => id !== one.id);
  if (edge === "end") {
    const next = others.find(({ start }) => start >= ownEnd - TOUCH_S);
    const touches = resolved.lane.gapFree && next !== undefined && next.start - ownEnd < TOUCH_S;
    const most = next === undefined ? Infinity : touches ? step(next.end ?? next.start, -1) : next.start;
    return Math.max(step(one.start, 1), Math.min(most, t));
  }
  const last = others.findLast(({ end }) => end !== null && end <= one.start + TOUCH_S);
  const touches = resolved.lane.gapFree && last?.end !== undefined && one.start - (last.end ?? 0) < TOUCH_S;
  const least = last === undefined ? 0 : touches ? step(last.start, 1) : (last.end ?? 0);
  return Math.min(step(ownEnd, -1), Math.max(least, t));
}

export function dragWhole(session: LabelSession, one: Annotation, start: number): void {
  const by = snapped(session, start) - one.start;
  if (by !== 0) attempt(session, (editing) => nudge(editing, one.id, by));
}

export function addStretch(session: LabelSession, lane: Lane, a: number, b: number): void {
  const [start, end] = [snapped(session, Math.min(a, b)), snapped(session, Math.max(a, b))];
  const chosen = session.tool.get().label ?? classesOf(session.schema.get(), lane.id)[0]?.id;
  if (chosen === undefined || end <= start) return;
  const id = attempt(session, (editing) =>
    addAnnotation(editing, { lane: lane.id, label: chosen, start, end }),
  );
  if (id !== null) session.tool.change({ lane: lane.id, selected: id, edge: null, label: null });
}

export function snapped({ playhead, durationS }: LabelSession, t: number): number {
  return snapToFrame(playhead.timeline, durationS(), Math.min(Math.max(t, 0), durationS()));
}
