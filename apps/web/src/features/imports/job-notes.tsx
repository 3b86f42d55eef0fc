"use client";
import type { ImportJobView } from "@retake/trpc/schemas";
import { CircleAlert, OctagonX, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { type JobNote, notesOfJob } from "./notes-of-job.ts";

const SHOWN_FIRST = 5;

/** Why an import stopped, what it left out and what it found odd, in words. */
export function JobNotes({ job }: { job: ImportJobView }) {
  const [isWhole, setWhole] = useState(false);
  const notes = notesOfJob(job);
  if (notes.length === 0) return null;
  const shown = isWhole ? notes : notes.slice(0, SHOWN_FIRST);
  return (
    <div>
      <ul className="flex flex-col gap-1">
        {shown.map((note) => (
          <li key={`${note.kind} ${note.text}`} className="flex gap-2 text-sm">
            <NoteIcon kind={note.kind} />
            <span className="min-w-0 break-words">{note.text}</span>
          </li>
        ))}
      </ul>
      {shown.length < notes.length ? (
        <Button variant="quiet" size="sm" className="mt-1 -ml-2" onClick={() => setWhole(true)}>
          Show {notes.length - shown.length} more
        </Button>
      ) : null}
    </div>
  );
}

function NoteIcon({ kind }: Pick<JobNote, "kind">) {
  const className = "mt-0.5 size-4 shrink-0";
  if (kind === "error") return <CircleAlert className={`${className} text-failure`} aria-label="Error" />;
  if (kind === "quarantined")
    return <OctagonX className={`${className} text-failure`} aria-label="Quarantined" />;
  return <TriangleAlert className={`${className} text-attention`} aria-label="Warning" />;
}
