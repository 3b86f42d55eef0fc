"use client";
import { useState } from "react";
import { REASON_LENGTH_MAX, type AssignmentView } from "@retake/trpc/schemas";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { episodeTitle } from "../../ui/episode-title.ts";

interface ReturnDialogProps {
  /** What is to be given back; null when the dialog is closed. */
  assignment: AssignmentView | null;
  onClose: () => void;
  onReturn: (assignment: AssignmentView, reason: string) => void;
}

/** Gives work back, with what is to be mended. */
export function ReturnDialog({ assignment, onClose, onReturn }: ReturnDialogProps) {
  const whose =
    assignment === null ? "" : `${episodeTitle(assignment.episode)} to ${assignment.assignee.name}`;
  return (
    <Dialog
      open={assignment !== null}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={`Return ${whose}`}
      description="It goes to the top of their work, with your words beside it. Their labels stay."
    >
      {assignment === null ? null : (
        <ReasonForm
          onReason={(reason) => {
            onClose();
            onReturn(assignment, reason);
          }}
        />
      )}
    </Dialog>
  );
}

function ReasonForm({ onReason }: { onReason: (reason: string) => void }) {
  const [reason, setReason] = useState("");
  const words = reason.trim();
  const send = (): void => {
    if (words !== "") onReason(words);
  };
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        aria-label="What is to be mended"
        placeholder="What is to be mended"
        autoFocus
        rows={3}
        value={reason}
        maxLength={REASON_LENGTH_MAX}
        onChange={(event) => setReason(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing) {
            event.preventDefault();
            send();
          }
        }}
        className="w-full resize-y rounded border border-line-strong bg-ground px-2.5 py-1.5 text-sm max-md:text-lg"
      />
      <Button type="submit" variant="primary" className="self-start max-md:h-10" disabled={words === ""}>
        Return
      </Button>
    </form>
  );
}
