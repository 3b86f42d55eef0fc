"use client";
import { addThread } from "@retake/collab/document";
import { useState } from "react";
import { Button } from "../../../ui/button.tsx";
import { formatSeconds } from "../../replay/signals/format-value.ts";
import { attempt } from "../session/edit.ts";
import { useLabels, useStore, useTool } from "../session/labels-context.tsx";
import { CommentBox } from "./comment-box.tsx";
import { ThreadCard } from "./thread-card.tsx";

/** Cards that are built at once; the rest waits for a press. */
const CARDS_STEP = 50;

/** All threads in time order, and where a new one is written. */
export function CommentsTab() {
  const session = useLabels();
  const { tool, parts, canEdit, playhead } = session;
  const threads = useStore(parts.threads);
  const composing = useTool((state) => state.composing);
  const [showsResolved, setShowsResolved] = useState(false);
  const open = threads.filter(({ resolved }) => !resolved);
  const resolved = threads.length - open.length;
  const all = showsResolved ? threads : open;
  const [most, setMost] = useState(CARDS_STEP);
  const inHand = useTool((state) => state.thread);
  // The one that a link or a mark leads to is always there.
  const shown = all.slice(0, Math.max(most, all.findIndex(({ id }) => id === inHand) + 1));
  const begin = (): void =>
    tool.change({ composing: { t: playhead.timeline.timeOf(playhead.frame), annotationId: null } });
  const send = (text: string): void => {
    if (composing === null) return;
    const id = attempt(session, (editing) => addThread(editing, { ...composing, text }));
    if (id !== null) tool.change({ composing: null, thread: id });
  };
  return (
    <div className="flex flex-col gap-3 p-3 md:h-full md:overflow-y-auto">
      {composing === null ? (
        canEdit ? (
          <Button size="sm" onClick={begin} title="C">
            Comment at the playhead
          </Button>
        ) : null
      ) : (
        <section aria-label="New comment" className="flex flex-col gap-1">
          <span className="figures text-ink-3">
            at {formatSeconds(composing.t)}
            {composing.annotationId === null ? "" : ", on the selected label"}
          </span>
          <CommentBox
            label="Comment"
            submit="Comment"
            autoFocus
            onSubmit={send}
            onCancel={() => tool.change({ composing: null })}
          />
        </section>
      )}
      {threads.length === 0 && composing === null ? (
        <p className="py-4 text-center text-xs text-ink-3">
          Nobody has said anything yet. Comments stay at their moment, and a name behind @ is told.
        </p>
      ) : null}
      {shown.map((thread) => (
        <ThreadCard key={thread.id} thread={thread} />
      ))}
      {shown.length === all.length ? null : (
        <Button size="sm" variant="quiet" onClick={() => setMost(shown.length + CARDS_STEP)}>
          {all.length - shown.length} more
        </Button>
      )}
      {resolved === 0 ? null : (
        <Button
          size="sm"
          variant="quiet"
          aria-pressed={showsResolved}
          onClick={() => setShowsResolved(!showsResolved)}
        >
          {showsResolved ? "Hide" : "Show"} {resolved} resolved
        </Button>
      )}
    </div>
  );
}
