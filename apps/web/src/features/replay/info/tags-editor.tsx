"use client";
import { Plus, X } from "lucide-react";
import { useState, type FormEvent } from "react";
import { Button } from "../../../ui/button.tsx";
import { Input } from "../../../ui/input.tsx";

/** The longest tag the server takes. */
const TAG_LENGTH_MAX = 64;

interface TagsEditorProps {
  tags: readonly string[];
  /** Null for people who may only look. */
  onChange: ((change: { addTags?: string[]; removeTags?: string[] }) => void) | null;
}

export function TagsEditor({ tags, onChange }: TagsEditorProps) {
  const [text, setText] = useState("");
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const tag = text.trim();
    if (tag !== "" && !tags.includes(tag)) onChange?.({ addTags: [tag] });
    setText("");
  };
  return (
    <div className="flex flex-col gap-1.5">
      <ul aria-label="Tags" className="flex flex-wrap gap-1">
        {tags.length === 0 && onChange === null ? <li className="text-xs text-ink-3">None</li> : null}
        {tags.map((tag) => (
          <li
            key={tag}
            className="flex h-6 max-w-full items-center rounded-sm bg-hover pointer-coarse:h-10 pl-1.5 text-xs"
          >
            <span className={`truncate ${onChange === null ? "pr-1.5" : ""}`}>{tag}</span>
            {onChange === null ? null : (
              <button
                type="button"
                aria-label={`Remove tag ${tag}`}
                onClick={() => onChange({ removeTags: [tag] })}
                className="flex size-6 items-center justify-center text-ink-3 hover:text-ink pointer-coarse:size-10"
              >
                <X className="size-3" aria-hidden />
              </button>
            )}
          </li>
        ))}
      </ul>
      {onChange === null ? null : (
        <form onSubmit={submit} className="flex gap-1">
          <Input
            value={text}
            onChange={(event) => setText(event.target.value)}
            maxLength={TAG_LENGTH_MAX}
            placeholder="Add a tag"
            aria-label="Add a tag"
            className="h-7 text-xs"
          />
          <Button
            type="submit"
            variant="quiet"
            size="iconSm"
            aria-label="Add the tag"
            disabled={text.trim() === ""}
          >
            <Plus aria-hidden />
          </Button>
        </form>
      )}
    </div>
  );
}
