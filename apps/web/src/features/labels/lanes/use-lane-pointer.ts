"use client";
import type { Lane } from "@retake/collab/label-schema";
import { useEffect, type RefObject } from "react";
import { useStage } from "../../replay/player-context.tsx";
import { addStretch, draftEdge, dragEdge, dragWhole, snapped } from "../session/drag.ts";
import { useLabels } from "../session/labels-context.tsx";
import { select } from "../session/selection.ts";
import type { LabelSession } from "../session/label-session.ts";
import type { Edge } from "../session/tool-state.ts";

/** A press that moves less than this is a click. */
const CLICK_PX = 4;

export type LaneDrag =
  | { kind: "create"; from: number }
  | { kind: "edge"; id: string; edge: Edge }
  | { kind: "whole"; id: string; offset: number };

interface LanePointerOptions {
  lane: Lane | undefined;
  /** Draws the stretch that is being made; null takes it away. */
  onStretch: (stretch: { from: number; to: number } | null) => void;
  /** The edge or moment being moved, at its new time; null when let go. */
  onEdge: (t: number | null) => void;
}

/** What lies under the pointer, by the marks that elements of the lane carry. */
function dragUnder(target: EventTarget | null, t: number, session: LabelSession): LaneDrag {
  const element = target instanceof HTMLElement ? target : null;
  const id = element?.closest<HTMLElement>("[data-label-id]")?.dataset["labelId"];
  const one = id === undefined ? undefined : session.lanes.annotation(id);
  if (one === undefined || one.state === "proposed") return { kind: "create", from: t };
  const edge = element?.dataset["edge"];
  if (edge === "start" || edge === "end") return { kind: "edge", id: one.id, edge };
  return { kind: "whole", id: one.id, offset: t - one.start };
}

function moveTo(
  session: LabelSession,
  drag: LaneDrag,
  t: number,
  { onStretch, onEdge }: LanePointerOptions,
): void {
  if (drag.kind === "create")
    return onStretch({ from: snapped(session, drag.from), to: snapped(session, t) });
  const one = session.lanes.annotation(drag.id);
  if (one === undefined) return;
  if (drag.kind === "edge") {
    session.drafts.hold(draftEdge(session, drag.id, drag.edge, t));
    onEdge(snapped(session, t));
  } else {
    // Others make room only where it is let go, not all along the way.
    const start = snapped(session, t - drag.offset);
    const end = one.end === null ? null : start + (one.end - one.start);
    session.drafts.hold([{ id: one.id, start, end }]);
    onEdge(start);
  }
}

/** What was dragged is stored where it was let go. */
function letGo(session: LabelSession, drag: LaneDrag, t: number): void {
  if (drag.kind === "edge") dragEdge(session, drag.id, drag.edge, t);
  const one = drag.kind === "whole" ? session.lanes.annotation(drag.id) : undefined;
  if (drag.kind === "whole" && one !== undefined) dragWhole(session, one, t - drag.offset);
  session.drafts.release();
}

/**
 * A lane under the mouse: a drag on empty ground makes a segment, on an edge moves it from frame to frame, on a segment moves the whole; a click selects
 * or seeks. One drag is one change and one step of undo. Touch selects only: one finger scrolls.
 */
export function useLanePointer(track: RefObject<HTMLElement | null>, options: LanePointerOptions): void {
  const session = useLabels();
  const { player, view } = useStage();
  const { lane, onStretch, onEdge } = options;
  useEffect(() => {
    const element = track.current;
    if (element === null || lane === undefined) return undefined;
    const over = new AbortController();
    const { signal } = over;
    let drag: { what: LaneDrag; fromX: number; moved: boolean } | null = null;
    const timeAt = (event: PointerEvent): number => {
      const { left, width } = element.getBoundingClientRect();
      const { from, to } = view.get();
      return from + ((event.clientX - left) / Math.max(1, width)) * (to - from);
    };
    const onDown = (event: PointerEvent): void => {
      if (event.button !== 0 || event.shiftKey || event.pointerType === "touch") return;
      const what = dragUnder(event.target, timeAt(event), session);
      if (!session.canEdit && what.kind === "create") return;
      // The surface below would zoom into the stretch.
      event.stopPropagation();
      element.setPointerCapture(event.pointerId);
      drag = { what, fromX: event.clientX, moved: false };
    };
    const onMove = (event: PointerEvent): void => {
      if (drag === null || !session.canEdit) return;
      if (!drag.moved && Math.abs(event.clientX - drag.fromX) < CLICK_PX) return;
      drag.moved = true;
      if (drag.what.kind !== "create" || lane.kind === "segments")
        moveTo(session, drag.what, timeAt(event), options);
    };
    const onUp = (event: PointerEvent): void => {
      if (drag === null) return;
      const { what, moved } = drag;
      drag = null;
      onStretch(null);
      onEdge(null);
      const one = what.kind === "create" ? undefined : session.lanes.annotation(what.id);
      if (what.kind !== "create") {
        if (moved) letGo(session, what, timeAt(event));
        if (one !== undefined) select(session, one, !moved);
        if (what.kind === "edge") session.tool.change({ edge: what.edge });
      } else if (moved && lane.kind === "segments") addStretch(session, lane, what.from, timeAt(event));
      else {
        session.tool.change({ lane: lane.id, selected: null, edge: null });
        player.seek(timeAt(event));
      }
    };
    const onDouble = (event: MouseEvent): void => {
      // The press was captured by the lane, so that its own target says nothing.
      const under = document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-label-id]");
      if (under === null || under === undefined) return;
      event.stopPropagation();
      const { clientX, clientY } = event;
      under.dispatchEvent(
        new MouseEvent("contextmenu", { bubbles: true, cancelable: true, clientX, clientY }),
      );
    };
    element.addEventListener("dblclick", onDouble, { signal });
    element.addEventListener("pointerdown", onDown, { signal });
    element.addEventListener("pointermove", onMove, { signal });
    element.addEventListener("pointerup", onUp, { signal });
    element.addEventListener("pointercancel", onUp, { signal });
    return () => {
      session.drafts.release();
      over.abort();
    };
    // The options' functions never change: they write by hand.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [track, session, player, view, lane]);
}
