"use client";
import type { SearchChip } from "@retake/trpc/schemas";
import { cn } from "../../ui/cn.ts";
import { partsOf } from "./chip-text.ts";
import { ChipList } from "./chip-list.tsx";

/** Words of so many characters are never cut. */
const SHORT = 12;

interface QueryLineProps {
  text: string;
  chips: readonly SearchChip[];
  /** Puts the caret there, or selects a filter's words. */
  onEdit: (from: number, to: number) => void;
  onRemove: (chip: SearchChip) => void;
  onLeave: () => void;
}

/** The query at rest: its free words, then its filters. */
export function QueryLine({ text, chips, onEdit, onRemove, onLeave }: QueryLineProps) {
  const parts = partsOf(text, chips);
  const shown = parts.flatMap((part) => (part.kind === "chip" ? [part.chip] : []));
  const words = parts.flatMap((part) =>
    part.kind === "words" ? [text.slice(part.from, part.to).replace(/^[\s,;]+|[\s,;]+$/g, "")] : [],
  );
  const free = words.filter((one) => one !== "").join(" ");
  return (
    <div
      className="absolute inset-y-0 right-8 left-8 flex cursor-text items-center gap-1.5 overflow-x-auto pointer-coarse:right-12 [scrollbar-width:none]"
      onMouseDown={(event) => {
        if (event.target instanceof Element && event.target.closest("button") !== null) return;
        event.preventDefault();
        onEdit(text.length, text.length);
      }}
    >
      {free === "" ? null : (
        <span
          aria-hidden
          className={cn("truncate text-sm max-md:text-lg", free.length > SHORT ? "min-w-24" : "shrink-0")}
        >
          {free}
        </span>
      )}
      <ChipList
        chips={shown}
        onEdit={(chip) => onEdit(chip.from, chip.to)}
        onRemove={onRemove}
        onLeave={onLeave}
        className="flex items-center gap-1"
      />
    </div>
  );
}
