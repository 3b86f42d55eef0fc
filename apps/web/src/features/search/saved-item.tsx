"use client";
import type { SavedSearchView } from "@retake/trpc/schemas";
import { Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { cn } from "../../ui/cn.ts";
import { Input } from "../../ui/input.tsx";
import { useWorkspace } from "../frame/workspace-context.tsx";
import { NAME_MAX } from "./save-form.tsx";
import { useSavedChange } from "./use-saved-change.ts";

interface SavedItemProps {
  search: SavedSearchView;
  isCurrent: boolean;
  canEdit: boolean;
  onRun: () => void;
}

/** One saved search: a press runs it; whoever may edit renames and removes it here. */
export function SavedItem({ search, isCurrent, canEdit, onRun }: SavedItemProps) {
  const { workspace } = useWorkspace();
  const change = useSavedChange(workspace.slug);
  const [name, setName] = useState<string | null>(null);
  const rename = async (): Promise<void> => {
    const next = name?.trim() ?? "";
    if (next === "" || next === search.name || (await change.rename(search.id, next))) setName(null);
  };
  if (name !== null) {
    return (
      <li>
        <form
          className="flex gap-2 p-1"
          onSubmit={(event) => {
            event.preventDefault();
            void rename();
          }}
        >
          <Input
            aria-label={`New name of ${search.name}`}
            autoFocus
            value={name}
            maxLength={NAME_MAX}
            onChange={(event) => setName(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== "Escape") return;
              event.stopPropagation();
              setName(null);
            }}
          />
          <Button type="submit" className="max-md:h-10">
            Rename
          </Button>
        </form>
      </li>
    );
  }
  return (
    <li className="flex items-center rounded-sm hover:bg-hover">
      <button
        type="button"
        aria-current={isCurrent ? "true" : undefined}
        title={search.author === null ? undefined : `Saved by ${search.author}`}
        onClick={onRun}
        className="min-w-0 flex-1 rounded-sm px-2 py-1.5 text-left"
      >
        <span className={cn("block truncate", isCurrent && "font-medium text-accent")}>{search.name}</span>
        {search.name === search.query ? null : (
          <span className="block truncate text-xs text-ink-3">{search.query}</span>
        )}
      </button>
      {canEdit ? (
        <>
          <Button
            variant="quiet"
            size="iconSm"
            aria-label={`Rename ${search.name}`}
            onClick={() => setName(search.name)}
          >
            <Pencil aria-hidden />
          </Button>
          <Button
            variant="quiet"
            size="iconSm"
            aria-label={`Remove ${search.name}`}
            onClick={() => void change.remove(search)}
          >
            <Trash2 aria-hidden />
          </Button>
        </>
      ) : null}
    </li>
  );
}
