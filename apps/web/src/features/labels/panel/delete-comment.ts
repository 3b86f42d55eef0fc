import { removeComment } from "@retake/collab/document";
import { toast } from "../../../ui/toast.tsx";
import { attempt } from "../session/edit.ts";
import type { LabelSession } from "../session/label-session.ts";

/** Deletes one's own comment and offers it back for as long as nothing was changed since: undo goes step by step. */
export function deleteComment(session: LabelSession, threadId: string, commentId: string): void {
  const { undo } = session;
  const before = undo.undoStack.at(-1);
  attempt(session, (editing) => removeComment(editing, threadId, commentId));
  const step = undo.undoStack.at(-1);
  if (step === undefined || step === before) return;
  toast("Comment deleted", {
    duration: 10_000,
    action: {
      label: "Undo",
      onClick: () => {
        if (undo.undoStack.at(-1) === step) undo.undo();
        else toast("Other changes came after it. Ctrl Z takes back yours, the last one first.");
      },
    },
  });
}
