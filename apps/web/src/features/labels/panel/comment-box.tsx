"use client";
import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { Button } from "../../../ui/button.tsx";
import { cn } from "../../../ui/cn.ts";
import { useMembers } from "../session/use-members.ts";
import { mentionAt, toStored, toWritten } from "./mention-words.ts";

const OFFERED_MAX = 6;

interface CommentBoxProps {
  label: string;
  submit: string;
  /** As stored. */
  initial?: string;
  autoFocus?: boolean;
  onSubmit: (stored: string) => void;
  onCancel?: () => void;
}

/** Where a comment is written. `@` completes members; Ctrl Enter sends. */
export function CommentBox({
  label,
  submit,
  initial = "",
  autoFocus = false,
  onSubmit,
  onCancel,
}: CommentBoxProps) {
  const { members, nameOf } = useMembers();
  const [text, setText] = useState(() => toWritten(initial, nameOf));
  const [caret, setCaret] = useState(0);
  const [at, setAt] = useState(0);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (autoFocus) field.current?.focus();
  }, [autoFocus]);
  const mention = mentionAt(text, caret);
  const offered =
    mention === null
      ? []
      : members
          .filter(({ name }) => name.toLowerCase().includes(mention.query.toLowerCase()))
          .slice(0, OFFERED_MAX);
  const complete = (name: string): void => {
    if (mention === null) return;
    const next = `${text.slice(0, mention.from)}@${name} ${text.slice(caret)}`;
    setText(next);
    setCaret(mention.from + name.length + 2);
    field.current?.focus();
  };
  const send = (): void => {
    if (text.trim() === "") return;
    onSubmit(toStored(text.trim(), members));
    setText("");
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const chosen = offered[Math.min(at, offered.length - 1)];
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send();
    else if (event.key === "Escape") {
      if (mention !== null && offered.length > 0) setCaret(0);
      else onCancel?.();
    } else if (chosen !== undefined && (event.key === "Enter" || event.key === "Tab")) complete(chosen.name);
    else if (chosen !== undefined && event.key === "ArrowDown") setAt((now) => (now + 1) % offered.length);
    else if (chosen !== undefined && event.key === "ArrowUp")
      setAt((now) => (now + offered.length - 1) % offered.length);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="relative flex flex-col gap-1">
      <textarea
        ref={field}
        aria-label={label}
        rows={2}
        maxLength={4_000}
        placeholder={`${label}, @ names somebody`}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setCaret(event.target.selectionStart);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
        className="w-full resize-y rounded border border-line-strong bg-ground px-2 py-1 text-xs text-ink placeholder:text-ink-3 max-md:text-lg"
      />
      {offered.length === 0 ? null : (
        <ul
          role="listbox"
          aria-label="Members"
          className="absolute top-full z-20 w-full rounded bg-raised p-1 text-xs shadow-float"
        >
          {offered.map(({ id, name }, i) => (
            <li
              key={id}
              role="option"
              aria-selected={i === at}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => complete(name)}
              className={cn("cursor-pointer truncate rounded-sm px-2 py-1", i === at && "bg-hover")}
            >
              {name}
            </li>
          ))}
        </ul>
      )}
      <div className="flex justify-end gap-1">
        {onCancel === undefined ? null : (
          <Button size="sm" variant="quiet" onClick={onCancel}>
            Cancel
          </Button>
        )}
        <Button size="sm" variant="primary" disabled={text.trim() === ""} onClick={send} title="Ctrl Enter">
          {submit}
        </Button>
      </div>
    </div>
  );
}
