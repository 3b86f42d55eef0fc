"use client";
import {
  editComment,
  reply,
  setResolved,
  toggleReaction,
  type Comment,
  type Thread,
} from "@retake/collab/document";
import { Check, CornerDownRight, Link2, RotateCcw } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Button } from "../../../ui/button.tsx";
import { cn } from "../../../ui/cn.ts";
import { copyText } from "../../../ui/copy-text.ts";
import { formatSince } from "../../../ui/figures.ts";
import { toast } from "../../../ui/toast.tsx";
import { formatSeconds } from "../../replay/signals/format-value.ts";
import { Face } from "../presence/avatars.tsx";
import { colourOfPerson } from "../room/presence.ts";
import { attempt } from "../session/edit.ts";
import { useLabels, useTool } from "../session/labels-context.tsx";
import { useMembers } from "../session/use-members.ts";
import { CommentBox } from "./comment-box.tsx";
import { CommentText } from "./comment-text.tsx";
import { deleteComment } from "./delete-comment.ts";

const EMOJIS = ["👍", "👀", "❤️", "🎉"];

/** A link that opens the episode at this moment with this thread. */
export function threadLink(thread: Pick<Thread, "id" | "t">): string {
  const url = new URL(location.href);
  url.searchParams.set("t", thread.t.toFixed(3));
  url.searchParams.set("thread", thread.id);
  return url.href;
}

export function ThreadCard({ thread }: { thread: Thread }) {
  const session = useLabels();
  const isOpen = useTool((state) => state.thread === thread.id);
  const [isReplying, setReplying] = useState(false);
  const card = useRef<HTMLElement>(null);
  useEffect(() => {
    if (isOpen) card.current?.scrollIntoView({ block: "nearest" });
  }, [isOpen]);
  const go = (): void => {
    session.playhead.seek(thread.t);
    session.tool.change({
      thread: thread.id,
      ...(thread.annotationId === null ? {} : { selected: thread.annotationId }),
    });
  };
  const copy = async (): Promise<void> => {
    if (await copyText(threadLink(thread))) toast.success("Link to this thread copied");
  };
  return (
    <article
      ref={card}
      data-thread={thread.id}
      data-resolved={thread.resolved || undefined}
      className={cn(
        "flex flex-col gap-2 border-l-2 pl-2",
        isOpen ? "border-accent" : "border-line-strong",
        thread.resolved && "opacity-70",
      )}
    >
      <header className="flex items-center gap-1">
        <button type="button" onClick={go} className="figures flex-1 text-left text-accent hover:underline">
          {formatSeconds(thread.t)}
          {thread.annotationId === null
            ? ""
            : ` · ${session.lanes.annotation(thread.annotationId)?.label ?? "label removed"}`}
        </button>
        <Button
          variant="quiet"
          size="iconSm"
          aria-label="Copy link to this thread"
          title="Copy link to this thread"
          onClick={() => void copy()}
        >
          <Link2 aria-hidden />
        </Button>
        {session.canEdit ? (
          <Button
            variant="quiet"
            size="iconSm"
            aria-label={thread.resolved ? "Open again" : "Resolve"}
            title={thread.resolved ? "Open again" : "Resolve"}
            onClick={() => attempt(session, (editing) => setResolved(editing, thread.id, !thread.resolved))}
          >
            {thread.resolved ? <RotateCcw aria-hidden /> : <Check aria-hidden />}
          </Button>
        ) : null}
      </header>
      {thread.comments.map((comment) => (
        <CommentView key={comment.id} thread={thread} comment={comment} />
      ))}
      {!session.canEdit || thread.resolved ? null : isReplying ? (
        <CommentBox
          label="Reply"
          submit="Reply"
          autoFocus
          onSubmit={(text) => {
            attempt(session, (editing) => reply(editing, thread.id, text));
            setReplying(false);
          }}
          onCancel={() => setReplying(false)}
        />
      ) : (
        <button
          type="button"
          onClick={() => setReplying(true)}
          className="inline-flex items-center gap-1 self-start text-xs text-ink-3 hover:text-ink pointer-coarse:h-10"
        >
          <CornerDownRight aria-hidden className="size-3" />
          Reply
        </button>
      )}
    </article>
  );
}

function CommentView({ thread, comment }: { thread: Thread; comment: Comment }) {
  const session = useLabels();
  const { nameOf } = useMembers();
  const [isEditing, setEditing] = useState(false);
  const [now] = useState(Date.now);
  const name = nameOf(comment.by);
  const isMine = comment.by === session.user.id && session.canEdit;
  return (
    <div data-comment={comment.id} className="group flex gap-2">
      <Face name={name} colour={colourOfPerson(comment.by)} />
      <div className="min-w-0 flex-1">
        <div className="flex items-baseline gap-2 text-xs">
          <span className="truncate font-medium">{name}</span>
          <time className="shrink-0 text-ink-3" title={new Date(comment.at).toLocaleString()}>
            {formatSince(new Date(comment.at).toISOString(), Math.max(now, comment.at))}
            {comment.editedAt === null ? "" : ", edited"}
          </time>
        </div>
        {isEditing ? (
          <CommentBox
            label="Comment"
            submit="Save"
            initial={comment.text}
            autoFocus
            onSubmit={(text) => {
              attempt(session, (editing) => editComment(editing, thread.id, comment.id, text));
              setEditing(false);
            }}
            onCancel={() => setEditing(false)}
          />
        ) : (
          <CommentText text={comment.text} />
        )}
        <div className="flex flex-wrap items-center gap-1 text-xs text-ink-3">
          {isMine && !isEditing ? (
            <>
              <button
                type="button"
                className="hover:text-ink pointer-coarse:h-10 pointer-coarse:px-2"
                onClick={() => setEditing(true)}
              >
                Edit
              </button>
              <button
                type="button"
                className="hover:text-failure pointer-coarse:h-10 pointer-coarse:px-2"
                onClick={() => deleteComment(session, thread.id, comment.id)}
              >
                Delete
              </button>
            </>
          ) : null}
          <Reactions thread={thread} comment={comment} />
        </div>
      </div>
    </div>
  );
}

function Reactions({ thread, comment }: { thread: Thread; comment: Comment }) {
  const session = useLabels();
  const { nameOf } = useMembers();
  const toggle = (emoji: string): void =>
    void attempt(session, (editing) => toggleReaction(editing, thread.id, comment.id, emoji));
  return EMOJIS.map((emoji) => {
    const people = comment.reactions[emoji] ?? [];
    if (people.length === 0 && !session.canEdit) return null;
    return (
      <button
        key={emoji}
        type="button"
        aria-label={`React with ${emoji}`}
        aria-pressed={people.includes(session.user.id)}
        disabled={!session.canEdit}
        title={people.map(nameOf).join(", ")}
        onClick={() => toggle(emoji)}
        className={cn(
          "inline-flex h-5 items-center gap-1 rounded-full px-1 pointer-coarse:h-10 pointer-coarse:px-2.5",
          people.length > 0
            ? "border bg-hover"
            : "opacity-0 grayscale group-focus-within:opacity-70 group-hover:opacity-70 hover:!opacity-100 pointer-coarse:opacity-70",
          people.includes(session.user.id) && "border-accent",
        )}
      >
        {emoji}
        {people.length === 0 ? null : <span className="figures">{people.length}</span>}
      </button>
    );
  });
}
