import {
  addAnnotation,
  LOCAL,
  setField,
  setTag,
  type EpisodeFields,
  type NewAnnotation,
} from "@retake/collab/document";
import { AppError } from "@retake/core/errors";
import { toast } from "../../../ui/toast.tsx";
import type { LabelSession } from "./label-session.ts";

type Editing = Parameters<typeof addAnnotation>[0];

export function editingOf({ room, schema, user, durationS }: LabelSession): Editing {
  return {
    document: room.document,
    schema: schema.get(),
    user: user.id,
    durationS: durationS(),
    now: Date.now,
  };
}

export function attempt<T>(session: LabelSession, change: (editing: Editing) => T): T | null {
  if (!session.canEdit) return null;
  try {
    return change(editingOf(session));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    toast.error(error.message);
    return null;
  }
}

export function inOneStep(session: LabelSession, change: () => void): void {
  session.room.document.doc.transact(change, LOCAL);
}

export function addAll(session: LabelSession, added: readonly NewAnnotation[]): void {
  inOneStep(session, () => {
    for (const one of added) attempt(session, (editing) => addAnnotation(editing, one));
  });
}

export function changeField<K extends keyof EpisodeFields>(
  session: LabelSession,
  field: K,
  value: EpisodeFields[K],
): void {
  attempt(session, ({ document }) => setField(document, field, value));
}

export function changeTag(session: LabelSession, tag: string, isOn: boolean): void {
  attempt(session, ({ document, user, now }) => setTag(document, tag, isOn ? { user, at: now() } : null));
}

export function chooseOutcome(session: LabelSession, outcome: "success" | "failure"): void {
  const old = session.parts.fields.get().outcome;
  changeField(session, "outcome", old === outcome ? null : outcome);
}
