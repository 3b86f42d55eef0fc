import {
  addAnnotation,
  moveEdge,
  nudge,
  type Annotation,
  type VisibleAnnotation,
} from "@retake/collab/document";
import { classesOf, type Lane } from "@retake/collab/label-schema";
import type { DraftSpan } from "../room/presence.ts";
import { attempt } from "./edit.ts";
import type { LabelSession } from "./label-session.ts";
import { snapToFrame, stepBoundary } from "./snap.ts";
import type { Edge } from "./tool-state.ts";

/** Edges nearer than this are one. */
const TOUCH_S = 1e-3;

/**
 * Moves an edge to `t`, a frame from the other edge at least. In an exclusive lane it stops a frame before it would swallow its neighbour: what a drag passes over is not lost.
 */
export function dragEdge(session: LabelSession, id: string, edge: Edge, t: number): void {
  const one = session.lanes.annotation(id);
  if (one === undefined) return;
  const { to } = reachOf(session, one, edge, t);
  attempt(session, (editing) => moveEdge(editing, id, edge, to));
}

/** What {@link dragEdge} would make of it: the label, and the neighbour that follows. */
export function draftEdge(session: LabelSession, id: string, edge: Edge, t: number): DraftSpan[] {
  const one = session.lanes.annotation(id);
  if (one === undefined) return [];
  const { to, follower } = reachOf(session, one, edge, t);
  const drafts: DraftSpan[] = [{ id, start: one.start, end: one.end, [edge]: to }];
  if (follower !== null) {
    const { start, end } = follower;
    drafts.push({ id: follower.id, start, end, [edge === "end" ? "start" : "end"]: to });
  }
  return drafts;
}

/** How far an edge gets, on a frame, and who goes with it. */
function reachOf(
  session: LabelSession,
  one: Annotation,
  edge: Edge,
  t: number,
): { to: number; follower: VisibleAnnotation | null } {
  const resolved = session.lanes.lane(one.lane);
  if (resolved === undefined || one.end === null) return { to: snapped(session, t), follower: null };
  const { timeline } = session.playhead;
  const step = (from: number, frames: number): number =>
    stepBoundary(timeline, session.durationS(), from, frames);
  if (!resolved.lane.exclusive) {
    const within = edge === "end" ? Math.max(step(one.start, 1), t) : Math.min(step(one.end, -1), t);
    return { to: snapped(session, within), follower: null };
  }
  const { before, after } = neighboursOf(resolved.visible, one, one.end);
  const { gapFree } = resolved.lane;
  if (edge === "end") {
    const touches = gapFree && after !== undefined && after.start - one.end < TOUCH_S;
    const most = after === undefined ? Infinity : touches ? step(after.end ?? after.start, -1) : after.start;
    const to = snapped(session, Math.max(step(one.start, 1), Math.min(most, t)));
    return { to, follower: touches ? after : null };
  }
  const touches = gapFree && before !== undefined && one.start - (before.end ?? 0) < TOUCH_S;
  const least = before === undefined ? 0 : touches ? step(before.start, 1) : (before.end ?? 0);
  const to = snapped(session, Math.min(step(one.end, -1), Math.max(least, t)));
  return { to, follower: touches ? before : null };
}

function neighboursOf(
  visible: readonly VisibleAnnotation[],
  one: Annotation,
  ownEnd: number,
): { before: VisibleAnnotation | undefined; after: VisibleAnnotation | undefined } {
  const isOther = ({ id }: VisibleAnnotation): boolean => id !== one.id;
  return {
    after: visible.find((other) => isOther(other) && other.start >= ownEnd - TOUCH_S),
    before: visible.findLast(
      (other) => isOther(other) && other.end !== null && other.end <= one.start + TOUCH_S,
    ),
  };
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
