"use client";
import { useEffect, useState, type ReactNode } from "react";
import { TagsEditor } from "../../replay/info/tags-editor.tsx";
import { changeField, changeTag } from "../session/edit.ts";
import { useLabels, useLaneIds, useStore } from "../session/labels-context.tsx";
import { Rating } from "./rating.tsx";
import { SegmentList } from "./segment-list.tsx";

/** Notes are written to the document this long after the last key, and at once on leaving the field. */
const WRITE_AFTER_MS = 600;

/** Tags, rating, notes, and all labels of the episode. */
export function LabelsTab() {
  const session = useLabels();
  const { parts, canEdit } = session;
  const tags = useStore(parts.tags);
  const ids = useLaneIds();
  const change = ({ addTags = [], removeTags = [] }: { addTags?: string[]; removeTags?: string[] }): void => {
    for (const tag of addTags) changeTag(session, tag, true);
    for (const tag of removeTags) changeTag(session, tag, false);
  };
  return (
    <div className="flex flex-col gap-4 p-3 text-sm md:h-full md:overflow-y-auto">
      <div className="flex items-center justify-between">
        <h2 className="text-xs font-medium text-ink-3">Rating</h2>
        <Rating />
      </div>
      <Part title="Tags">
        <TagsEditor tags={tags.map(({ tag }) => tag)} onChange={canEdit ? change : null} />
      </Part>
      <Part title="Notes">
        <Notes />
      </Part>
      {ids.map((id) => (
        <SegmentList key={id} id={id} />
      ))}
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h2 className="mb-1 text-xs font-medium text-ink-3">{title}</h2>
      {children}
    </section>
  );
}

function Notes() {
  const session = useLabels();
  const { notes } = useStore(session.parts.fields);
  const [draft, setDraft] = useState<string | null>(null);
  useEffect(() => {
    if (draft === null) return undefined;
    const timer = setTimeout(() => changeField(session, "notes", draft), WRITE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [draft, session]);
  if (!session.canEdit)
    return <p className="text-xs whitespace-pre-line text-ink-2">{notes === "" ? "None" : notes}</p>;
  return (
    <textarea
      aria-label="Notes"
      rows={3}
      maxLength={4_000}
      placeholder="What should the others know?"
      value={draft ?? notes}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={() => {
        if (draft !== null) changeField(session, "notes", draft);
        setDraft(null);
      }}
      className="w-full resize-y rounded border border-line-strong bg-ground px-2 py-1 text-xs text-ink placeholder:text-ink-3 max-md:text-lg"
    />
  );
}
