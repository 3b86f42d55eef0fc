import { addAnnotation, changeAnnotation, type Annotation } from "@retake/collab/document";
import { classesOf, laneOf, type Lane } from "@retake/collab/label-schema";
import { toast } from "../../../ui/toast.tsx";
import { attempt } from "./edit.ts";
import type { LabelSession } from "./label-session.ts";
import { boundaryAfter } from "./snap.ts";
import type { Edge } from "./tool-state.ts";

export function here({ playhead, durationS }: LabelSession, edge: Edge): number {
  const { timeline, frame } = playhead;
  const isLast = frame >= timeline.count - 1;
  return edge === "end" && isLast ? boundaryAfter(timeline, durationS(), frame) : timeline.timeOf(frame);
}

export function activeLane({ schema, tool }: LabelSession): Lane | null {
  return laneOf(schema.get(), tool.get().lane) ?? schema.get().lanes[0] ?? null;
}

function laneForMarks(session: LabelSession): Lane | null {
  const lane = activeLane(session);
  return lane?.kind === "segments"
    ? lane
    : (session.schema.get().lanes.find(({ kind }) => kind === "segments") ?? null);
}

export function markIn(session: LabelSession): void {
  const lane = laneForMarks(session);
  if (lane === null) return;
  session.tool.change({ lane: lane.id, from: here(session, "start"), to: null, selected: null, edge: null });
}

export function markOut(session: LabelSession): void {
  const { tool } = session;
  const lane = laneForMarks(session);
  if (lane === null) return;
  const to = here(session, "end");
  const from = tool.get().from ?? endBefore(session, lane.id, to);
  tool.change({ lane: lane.id, from, to, selected: null, edge: null });
  if (tool.get().label !== null) commit(session);
}

function endBefore({ lanes }: LabelSession, lane: string, t: number): number {
  const ends = (lanes.lane(lane)?.visible ?? []).flatMap(({ end }) => (end !== null && end < t ? [end] : []));
  return Math.max(0, ...ends);
}

export function commit(session: LabelSession): void {
  const { tool, schema } = session;
  const { from, to, label } = tool.get();
  const lane = laneForMarks(session);
  if (lane === null || from === null || to === null) return;
  const chosen = label ?? classesOf(schema.get(), lane.id)[0]?.id;
  if (chosen === undefined) return void toast.error(`The lane “${lane.name}” has no classes yet.`);
  const span = { start: Math.min(from, to), end: Math.max(from, to) };
  const id = attempt(session, (editing) => addAnnotation(editing, { lane: lane.id, label: chosen, ...span }));
  if (id === null) return;
  tool.change({ from: lane.gapFree ? span.end : null, to: null, label: null, selected: null, edge: null });
}

export function chooseClass(session: LabelSession, hotkey: string): void {
  const { tool, schema, lanes } = session;
  const { selected, from, to } = tool.get();
  const old = selected === null ? undefined : lanes.annotation(selected);
  const lane = old === undefined ? activeLane(session) : laneOf(schema.get(), old.lane);
  const chosen =
    lane === null ? undefined : classesOf(schema.get(), lane.id).find((one) => one.hotkey === hotkey);
  if (chosen !== undefined)
    chooseLabel(session, chosen.id, { old, lane, isMarked: from !== null && to !== null });
}

export function chooseLabel(
  session: LabelSession,
  label: string,
  { old, lane, isMarked }: { old: Annotation | undefined; lane: Lane | null; isMarked: boolean },
): void {
  if (old !== undefined) attempt(session, (editing) => changeAnnotation(editing, old.id, { label }));
  else if (lane?.kind === "instants") addMoment(session, lane.id, label);
  else {
    session.tool.change({ label });
    if (isMarked) commit(session);
  }
}

export function addMoment(session: LabelSession, lane: string, label: string): void {
  const start = here(session, "start");
  const id = attempt(session, (editing) => addAnnotation(editing, { lane, label, start, end: null }));
  if (id !== null) session.tool.change({ lane, selected: id, edge: null });
}

export function markMoment(session: LabelSession): void {
  const schema = session.schema.get();
  const lane = schema.lanes.find(({ kind }) => kind === "instants");
  const label = lane === undefined ? undefined : classesOf(schema, lane.id)[0]?.id;
  if (lane === undefined || label === undefined)
    return void toast.error("No lane of events has classes yet.");
  addMoment(session, lane.id, label);
}

export function nextLane({ schema, tool }: LabelSession): void {
  const ids = schema.get().lanes.map(({ id }) => id);
  const next = ids[(ids.indexOf(tool.get().lane) + 1) % Math.max(1, ids.length)];
  if (next !== undefined)
    tool.change({ lane: next, selected: null, edge: null, from: null, to: null, label: null });
}
