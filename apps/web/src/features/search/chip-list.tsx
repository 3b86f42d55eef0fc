"use client";
import type { SearchChip } from "@retake/trpc/schemas";
import { X } from "lucide-react";
import { useRef, useState, type KeyboardEvent } from "react";
import { cn } from "../../ui/cn.ts";

interface ChipListProps {
  chips: readonly SearchChip[];
  onEdit: (chip: SearchChip) => void;
  onRemove: (chip: SearchChip) => void;
  /** The last chip is gone, or the person leaves them to the right. */
  onLeave: () => void;
  className?: string;
}

/** Filters as things of their own: one stop for Tab, arrows between them, Enter edits the words, Backspace takes the filter away. */
export function ChipList({ chips, onEdit, onRemove, onLeave, className }: ChipListProps) {
  const [current, setCurrent] = useState(0);
  const host = useRef<HTMLDivElement>(null);
  const at = Math.min(current, chips.length - 1);
  const focus = (index: number): void => {
    if (index < 0 || index >= chips.length) {
      if (index >= chips.length) onLeave();
      return;
    }
    setCurrent(index);
    host.current?.querySelectorAll<HTMLElement>("[data-chip]")[index]?.focus();
  };
  const remove = (index: number): void => {
    const chip = chips[index];
    if (chip === undefined) return;
    if (chips.length === 1) onLeave();
    else focus(index === chips.length - 1 ? index - 1 : index + 1);
    setCurrent(Math.max(0, Math.min(index, chips.length - 2)));
    onRemove(chip);
  };
  const press = (event: KeyboardEvent, index: number): void => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by !== undefined) focus(index + by);
    else if (event.key === "Backspace" || event.key === "Delete") remove(index);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  if (chips.length === 0) return null;
  return (
    <div ref={host} role="group" aria-label="Filters in the search" className={className}>
      {chips.map((chip, index) => (
        <span
          key={`${chip.id} ${chip.from}`}
          className="inline-flex h-6 max-w-56 min-w-0 shrink-0 items-center rounded-sm bg-accent-soft text-xs text-accent"
        >
          <button
            type="button"
            data-chip
            tabIndex={index === at ? 0 : -1}
            title={`${chip.label}: from “${chip.text}”`}
            aria-label={`Filter ${chip.label}. Enter edits it, Backspace removes it.`}
            onFocus={() => setCurrent(index)}
            onKeyDown={(event) => press(event, index)}
            onClick={() => onEdit(chip)}
            className={cn("h-full min-w-0 truncate rounded-sm pl-2 font-medium")}
          >
            {chip.label}
          </button>
          <button
            type="button"
            tabIndex={-1}
            aria-label={`Remove the filter ${chip.label}`}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => remove(index)}
            className="flex h-full w-6 shrink-0 items-center justify-center rounded-sm hover:bg-hover"
          >
            <X className="size-3.5" aria-hidden />
          </button>
        </span>
      ))}
    </div>
  );
}
