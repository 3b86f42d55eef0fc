"use client";
import { LIMITS } from "@retake/core/limits";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../../trpc/use-trpc.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { countOf } from "../../ui/figures.ts";
import { Input } from "../../ui/input.tsx";
import type { BulkChange } from "./bulk-change.ts";
import type { Chosen } from "./selection.ts";

interface TagDialogProps {
  /** What is to be done; null when the dialog is closed. */
  kind: "addTag" | "removeTag" | null;
  workspace: string;
  chosen: ReadonlyMap<string, Chosen>;
  onClose: () => void;
  onChange: (change: BulkChange) => void;
}

export function TagDialog({ kind, workspace, chosen, onClose, onChange }: TagDialogProps) {
  const title = kind === "removeTag" ? "Remove a tag" : "Add a tag";
  return (
    <Dialog
      open={kind !== null}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={`${title}: ${countOf(chosen.size, "episode")}`}
    >
      {kind === null ? null : (
        <TagForm
          kind={kind}
          workspace={workspace}
          chosen={chosen}
          onDone={(tag) => {
            onClose();
            onChange({ kind, tag });
          }}
        />
      )}
    </Dialog>
  );
}

interface TagFormProps {
  kind: "addTag" | "removeTag";
  workspace: string;
  chosen: ReadonlyMap<string, Chosen>;
  onDone: (tag: string) => void;
}

function TagForm({ kind, workspace, chosen, onDone }: TagFormProps) {
  const trpc = useTRPC();
  const [text, setText] = useState("");
  const facets = useQuery(trpc.episodes.facets.queryOptions({ workspace }));
  const known =
    kind === "removeTag"
      ? [...new Set([...chosen.values()].flatMap((row) => row.tags))]
      : (facets.data?.tags ?? []).map((tag) => tag.value);
  const words = text.trim().toLowerCase();
  const offered = known.filter((tag) => tag.toLowerCase().includes(words)).slice(0, 24);
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        const tag = text.trim();
        if (tag !== "" && (kind === "addTag" || known.includes(tag))) onDone(tag);
      }}
    >
      {kind === "removeTag" && known.length === 0 ? (
        <p className="text-sm text-ink-2">None of the selected episodes has a tag.</p>
      ) : (
        <Input
          aria-label="Tag"
          placeholder={kind === "addTag" ? "New or known tag" : "Find a tag"}
          autoFocus
          value={text}
          maxLength={LIMITS.tagLengthMax}
          onChange={(event) => setText(event.target.value)}
        />
      )}
      <div className="flex flex-wrap gap-1.5">
        {offered.map((tag) => (
          <Button key={tag} size="sm" className="max-w-full" onClick={() => onDone(tag)}>
            <span className="truncate">{tag}</span>
          </Button>
        ))}
      </div>
      {kind === "addTag" && words !== "" ? (
        <Button type="submit" variant="primary" className="max-w-full self-start">
          <span className="truncate">Add “{text.trim()}”</span>
        </Button>
      ) : null}
    </form>
  );
}
