"use client";
import type { SourceView } from "@retake/trpc/schemas";
import Link from "next/link";
import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { SourceLamp } from "./source-lamp.tsx";
import { linesOf, lookOf } from "./source-words.ts";
import { useSourceChange } from "./use-source-change.ts";

/** Lines about channels shown at once. */
const SHOWN_FIRST = 3;

/** One source: what it does in words, its episode, and the ways to change it. */
export function SourceCard({ workspace, source }: { workspace: string; source: SourceView }) {
  const { isBusy, enable, cut, remove } = useSourceChange(workspace, source);
  const [isAsking, setAsking] = useState(false);
  const { look, word } = lookOf(source);
  const details = [source.robotType, source.task].filter((one) => one !== null).join(" · ");
  return (
    <li className="flex flex-col gap-2 border-b py-3" aria-label={source.name}>
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-60">
          <div className="flex items-center gap-3">
            <h3 className="min-w-0 truncate text-sm font-semibold" title={source.name}>
              {source.name}
            </h3>
            <SourceLamp look={look} word={word} />
          </div>
          <p className="truncate font-mono text-xs text-ink-3" title={source.url}>
            {source.url}
          </p>
          {details === "" ? null : (
            <p className="truncate text-xs text-ink-2" title={details}>
              {details}
            </p>
          )}
        </div>
        <div className="flex flex-wrap gap-2">
          {source.sessionId === null || look !== "recording" ? null : (
            <Button size="sm" className="max-md:h-10" disabled={isBusy} onClick={cut}>
              Next episode
            </Button>
          )}
          <Button size="sm" className="max-md:h-10" disabled={isBusy} onClick={() => enable(!source.enabled)}>
            {source.enabled ? "Stop" : "Start"}
          </Button>
          <Button
            size="sm"
            variant="quiet"
            className="max-md:h-10"
            disabled={isBusy}
            aria-label={`Delete ${source.name}`}
            onClick={() => setAsking(true)}
          >
            Delete
          </Button>
        </div>
      </div>
      <SourceNotes workspace={workspace} source={source} isFailed={look === "failed"} />
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title={`Delete ${source.name}?`}
        action="Delete"
        onConfirm={remove}
      >
        It is not recorded any more, and an episode that is being recorded ends. All episodes stay.
      </ConfirmDialog>
    </li>
  );
}

interface SourceNotesProps {
  workspace: string;
  source: SourceView;
  isFailed: boolean;
}

function SourceNotes({ workspace, source, isFailed }: SourceNotesProps) {
  const [isWhole, setWhole] = useState(false);
  const { first, more } = linesOf(source);
  const shown = isWhole ? more : more.slice(0, SHOWN_FIRST);
  return (
    <div className="text-sm" role="status">
      {first === null ? null : <p className={isFailed ? "text-failure" : "text-ink-2"}>{first}</p>}
      {source.sessionId === null ? null : (
        <Link
          href={`/w/${encodeURIComponent(workspace)}/e/${encodeURIComponent(source.sessionId)}`}
          className="text-accent hover:underline"
        >
          Watch the episode
        </Link>
      )}
      {shown.length === 0 ? null : (
        <ul className="mt-1 flex flex-col gap-0.5 text-xs text-ink-3">
          {shown.map((line) => (
            <li key={line} className="break-words">
              {line}
            </li>
          ))}
        </ul>
      )}
      {shown.length < more.length ? (
        <Button variant="quiet" size="sm" className="mt-1 -ml-2" onClick={() => setWhole(true)}>
          Show {more.length - shown.length} more
        </Button>
      ) : null}
    </div>
  );
}
