"use client";
import { useKeys, type KeyBinding } from "../../keys/keys-provider.tsx";
import { changeField } from "./edit.ts";
import type { LabelSession } from "./label-session.ts";
import { useLabels } from "./labels-context.tsx";
import { chooseClass, commit, markIn, markMoment, markOut, nextLane } from "./marks.ts";
import { proposalsOf, reviewAll, reviewNext } from "./review.ts";
import {
  cancel,
  cycleEdge,
  isHolding,
  mergeWithNext,
  neighbourOf,
  nudgeEdge,
  removeSelected,
  select,
  selectedOf,
  splitHere,
} from "./selection.ts";

const DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];

/** A binding that lets the press through while `when` says no; asked at each press. */
function only(when: () => boolean, binding: Omit<KeyBinding, "disabled">): KeyBinding {
  return {
    ...binding,
    get disabled() {
      return !when();
    },
  };
}

/** `Tab` belongs to the browser wherever somebody has put the focus on something else. */
function isFocusFree(): boolean {
  const { activeElement } = document;
  return (
    activeElement === null ||
    activeElement === document.body ||
    activeElement.closest("[data-lanes]") !== null
  );
}

function focusSelected(session: LabelSession): void {
  const { selected } = session.tool.get();
  requestAnimationFrame(() =>
    document
      .querySelector<HTMLElement>(`[data-label-id="${CSS.escape(selected ?? "")}"]`)
      ?.focus({ preventScroll: true }),
  );
}

function goBy(session: LabelSession, by: 1 | -1): void {
  const next = neighbourOf(session, by);
  if (next === undefined) return;
  select(session, next);
  focusSelected(session);
}

function rate(session: LabelSession, by: 1 | -1): void {
  const old = session.parts.fields.get().rating;
  const next = (old ?? (by === 1 ? 0 : 1)) + by;
  changeField(session, "rating", next < 1 ? null : Math.min(5, next));
}

export interface LabelKeysOptions {
  onCopyToNext: (() => void) | null;
  onNextUnlabelled: (() => void) | null;
  onFollow: () => void;
}

/** All of labelling without a mouse. */
export function useLabelKeys(options: LabelKeysOptions): void {
  const session = useLabels();
  useKeys("Labels", markKeys(session));
  useKeys("Labels", selectionKeys(session));
  useKeys("Review", reviewKeys(session, options));
  useKeys("Team", teamKeys(session, options));
}

function markKeys(session: LabelSession): KeyBinding[] {
  const edits = (): boolean => session.canEdit;
  const has = (by: 1 | -1) => (): boolean => isFocusFree() && neighbourOf(session, by) !== undefined;
  return [
    only(edits, { keys: ["["], does: "Segment in", run: () => markIn(session) }),
    only(edits, { keys: ["]"], does: "Segment out", run: () => markOut(session) }),
    only(edits, {
      keys: DIGITS,
      does: "Class of the marks or the selected label",
      run: ({ key }) => chooseClass(session, key),
    }),
    only(() => edits() && session.tool.get().to !== null, {
      keys: ["Enter"],
      does: "Make the marks a segment",
      run: () => commit(session),
    }),
    only(() => isHolding(session), {
      keys: ["Escape"],
      does: "Let go of edge, marks, selection",
      run: () => cancel(session),
    }),
    only(edits, { keys: ["m"], does: "Event at the playhead", run: () => markMoment(session) }),
    only(has(1), { keys: ["Tab"], does: "Next label of the lane", run: () => goBy(session, 1) }),
    only(has(-1), { keys: ["shift+Tab"], does: "Previous label of the lane", run: () => goBy(session, -1) }),
    { keys: ["q"], does: "Next lane", run: () => nextLane(session) },
  ];
}

function selectionKeys(session: LabelSession): KeyBinding[] {
  const edits = (): boolean => session.canEdit;
  const hasEdge = (): boolean => edits() && session.tool.get().edge !== null;
  return [
    only(() => edits() && selectedOf(session) !== undefined, {
      keys: ["e"],
      does: "Take the start, then the end of the selected label",
      run: () => cycleEdge(session),
    }),
    only(hasEdge, {
      keys: ["ArrowLeft"],
      does: "Move that edge a frame back",
      run: () => nudgeEdge(session, -1),
    }),
    only(hasEdge, {
      keys: ["ArrowRight"],
      does: "Move that edge a frame on",
      run: () => nudgeEdge(session, 1),
    }),
    only(hasEdge, { keys: ["shift+ArrowLeft"], does: "Ten frames back", run: () => nudgeEdge(session, -10) }),
    only(hasEdge, { keys: ["shift+ArrowRight"], does: "Ten frames on", run: () => nudgeEdge(session, 10) }),
    only(edits, {
      keys: ["x", "Delete"],
      does: "Remove the selected label",
      run: () => removeSelected(session),
    }),
    only(edits, { keys: ["\\"], does: "Split at the playhead", run: () => splitHere(session) }),
    only(edits, {
      keys: ["|"],
      does: "Merge with the next segment (Shift \\)",
      run: () => mergeWithNext(session),
    }),
    only(edits, { keys: ["mod+z"], does: "Undo your last change", run: () => session.undo.undo() }),
    only(edits, { keys: ["mod+shift+z", "mod+y"], does: "Redo", run: () => session.undo.redo() }),
  ];
}

function reviewKeys(
  session: LabelSession,
  { onCopyToNext, onNextUnlabelled }: LabelKeysOptions,
): KeyBinding[] {
  const edits = (): boolean => session.canEdit;
  const hasProposals = (): boolean => edits() && proposalsOf(session).length > 0;
  return [
    only(edits, { keys: ["+"], does: "One star more", run: () => rate(session, 1) }),
    only(edits, { keys: ["-"], does: "One star less", run: () => rate(session, -1) }),
    only(hasProposals, {
      keys: ["a"],
      does: "Accept the suggestion",
      run: () => reviewNext(session, "accepted"),
    }),
    only(hasProposals, {
      keys: ["r"],
      does: "Reject the suggestion",
      run: () => reviewNext(session, "rejected"),
    }),
    only(hasProposals, {
      keys: ["shift+a"],
      does: "Accept all suggestions",
      run: () => reviewAll(session, "accepted"),
    }),
    only(hasProposals, {
      keys: ["shift+r"],
      does: "Reject all suggestions",
      run: () => reviewAll(session, "rejected"),
    }),
    only(() => edits() && onCopyToNext !== null, {
      keys: ["v"],
      does: "Copy these labels to the next episode",
      run: () => onCopyToNext?.(),
    }),
    only(() => onNextUnlabelled !== null, {
      keys: ["u"],
      does: "Next episode without labels",
      run: () => onNextUnlabelled?.(),
    }),
  ];
}

function teamKeys(session: LabelSession, { onFollow }: LabelKeysOptions): KeyBinding[] {
  return [
    only(() => session.canEdit, {
      keys: ["c"],
      does: "Comment at the playhead",
      run: () => {
        const annotationId = selectedOf(session)?.id ?? null;
        const { timeline, frame } = session.playhead;
        session.tool.change({
          tab: "comments",
          thread: null,
          composing: { t: timeline.timeOf(frame), annotationId },
        });
      },
    }),
    only(() => session.presence.people.get().length > 0, {
      keys: ["g"],
      does: "Follow a teammate, the next one, nobody",
      run: onFollow,
    }),
  ];
}
