"use client";
import { Check, CloudOff, Loader, TriangleAlert } from "lucide-react";
import { Button } from "../../../ui/button.tsx";
import { CLOSE } from "@retake/collab/messages";
import type { SaveView } from "../room/save-state.ts";
import { useLabels, useStore } from "../session/labels-context.tsx";

const CLOSED_WORDS: Record<number, string> = {
  [CLOSE.invalid]: "The server does not understand what this browser changed.",
  [CLOSE.loginEnded]: "Your login has ended. Sign in again: your changes are kept in this browser.",
  [CLOSE.forbidden]: "Your role does not allow this any more.",
  [CLOSE.notFound]: "This episode is gone.",
  [CLOSE.tooLarge]: "The labels of this episode are too large.",
  [CLOSE.tooFast]: "This browser sent changes too fast.",
};

/** Codes after which what only this browser has can never be saved as it is. */
const STUCK = new Set<number>([CLOSE.invalid, CLOSE.tooLarge]);

function look(
  view: SaveView,
  canEdit: boolean,
): { words: string; title: string; tone: string; Icon: typeof Check } {
  switch (view.kind) {
    case "connecting":
      return {
        words: "connecting",
        title: "Opening the labels of this episode",
        tone: "text-ink-3",
        Icon: Loader,
      };
    case "saved":
      return canEdit
        ? {
            words: "saved",
            title: "All your changes are stored on the server",
            tone: "text-ink-3",
            Icon: Check,
          }
        : {
            words: "up to date",
            title: "You see what the others do as they do it",
            tone: "text-ink-3",
            Icon: Check,
          };
    case "saving":
      return {
        words: "saving",
        title: `${view.waiting} changes are not stored yet`,
        tone: "text-ink-2",
        Icon: Loader,
      };
    case "offline":
      return {
        words: view.unsaved ? "offline, not sent yet" : "offline",
        title:
          "No connection. Your changes are kept in this browser and merge with the others' when it is back.",
        tone: "text-attention",
        Icon: CloudOff,
      };
    case "closed":
      return {
        words: "not connected",
        title: CLOSED_WORDS[view.code] ?? "The labels are closed.",
        tone: "text-failure",
        Icon: TriangleAlert,
      };
  }
}

/** Whether everything one did is truly stored. */
export function SavedBadge() {
  const { room, canEdit } = useLabels();
  const view = useStore(room.save.store);
  const { words, title, tone, Icon } = look(view, canEdit);
  return (
    <span
      role="status"
      data-save={view.kind}
      title={title}
      className={`inline-flex items-center gap-1 px-1 text-xs whitespace-nowrap ${tone}`}
    >
      <Icon aria-hidden className="size-3.5" />
      {words}
      {view.kind === "closed" && STUCK.has(view.code) ? (
        <Button
          size="sm"
          variant="quiet"
          onClick={() => void room.discard()}
          title="Reads the labels anew. What only this browser has is lost."
        >
          Discard mine
        </Button>
      ) : null}
    </span>
  );
}
