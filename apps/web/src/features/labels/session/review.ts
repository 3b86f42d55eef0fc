import { reviewAnnotation, type Annotation } from "@retake/collab/document";
import { attempt, inOneStep } from "./edit.ts";
import type { LabelSession } from "./label-session.ts";
import { select } from "./selection.ts";

export function proposalsOf({ lanes }: LabelSession): Annotation[] {
  return lanes
    .ids()
    .flatMap((id) => lanes.lane(id)?.proposed ?? [])
    .sort((a, b) => a.start - b.start);
}

export function reviewNext(session: LabelSession, state: "accepted" | "rejected"): void {
  const all = proposalsOf(session);
  const selected = session.tool.get().selected;
  const t = session.playhead.time;
  const one =
    all.find(({ id }) => id === selected) ?? all.find(({ start, end }) => (end ?? start) > t) ?? all[0];
  if (one === undefined) return;
  attempt(session, (editing) => reviewAnnotation(editing, one.id, state));
  const next = all[all.indexOf(one) + 1];
  if (next === undefined) session.tool.change({ selected: null, edge: null });
  else select(session, next);
}

export function reviewAll(session: LabelSession, state: "accepted" | "rejected"): void {
  const all = proposalsOf(session);
  inOneStep(session, () => {
    for (const { id } of all) attempt(session, (editing) => reviewAnnotation(editing, id, state));
  });
}
