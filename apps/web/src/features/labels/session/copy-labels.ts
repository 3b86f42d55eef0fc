import type { NewAnnotation } from "@retake/collab/document";
import { toast } from "../../../ui/toast.tsx";
import { addAll } from "./edit.ts";
import type { LabelSession } from "./label-session.ts";

/** What `V` carries to the next episode of this page; lost with it. */
let carried: { from: string; labels: NewAnnotation[] } | null = null;

/** Takes all labels of this episode along. @returns how many */
export function takeLabels({ lanes }: LabelSession, from: string): number {
  const labels = lanes
    .ids()
    .flatMap((id) => lanes.lane(id)?.visible ?? [])
    .map(({ lane, label, start, end, note }) => ({ lane, label, start, end, note }));
  carried = labels.length === 0 ? null : { from, labels };
  return labels.length;
}

/** Puts down what was taken along, in one step of undo: into lanes that are empty here, as far as the episode goes. */
export function putLabels(session: LabelSession, here: string): void {
  if (carried === null || carried.from === here) return;
  const { labels } = carried;
  carried = null;
  const durationS = session.durationS();
  const isFree = (lane: string): boolean => session.lanes.lane(lane)?.visible.length === 0;
  const free = new Set(labels.map(({ lane }) => lane).filter(isFree));
  const fitting = labels.filter(({ lane, start }) => free.has(lane) && start < durationS);
  addAll(
    session,
    fitting.map((one) => ({ ...one, end: one.end === null ? null : Math.min(one.end, durationS) })),
  );
  const left = labels.length - fitting.length;
  toast(
    `${fitting.length} labels copied`,
    left === 0
      ? {}
      : { description: `${left} were left out: their lane has labels here, or the episode is shorter.` },
  );
}
