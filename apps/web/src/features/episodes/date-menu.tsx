"use client";
import { ChevronDown, X } from "lucide-react";
import { cn } from "../../ui/cn.ts";
import { Field } from "../../ui/field.tsx";
import { Popover } from "../../ui/popover.tsx";

interface DateMenuProps {
  from: string | null;
  to: string | null;
  onChange: (range: { from: string | null; to: string | null }) => void;
}

/** When the episodes were added, by whole days. */
export function DateMenu({ from, to, onChange }: DateMenuProps) {
  const isActive = from !== null || to !== null;
  return (
    <div
      className={cn(
        "flex h-7 pointer-coarse:h-10.5 shrink-0 items-center rounded border text-xs",
        isActive ? "border-transparent bg-accent-soft" : "border-line",
      )}
    >
      <Popover
        label="Added"
        className="w-60 p-3"
        trigger={
          <button
            type="button"
            className={cn(
              "flex h-full items-center gap-1 rounded px-2",
              isActive ? "font-medium text-accent" : "text-ink-2 hover:bg-hover",
            )}
          >
            Added{isActive ? `: ${rangeWords(from, to)}` : ""}
            {isActive ? null : <ChevronDown className="size-3.5" aria-hidden />}
          </button>
        }
      >
        <div className="flex flex-col gap-3">
          <Field
            label="From"
            type="date"
            value={from ?? ""}
            max={to ?? undefined}
            onChange={(event) => onChange({ from: event.target.value || null, to })}
          />
          <Field
            label="To"
            type="date"
            value={to ?? ""}
            min={from ?? undefined}
            onChange={(event) => onChange({ from, to: event.target.value || null })}
          />
        </div>
      </Popover>
      {isActive ? (
        <button
          type="button"
          aria-label="Clear the filter Added"
          onClick={() => onChange({ from: null, to: null })}
          className="flex size-6 pointer-coarse:size-10 items-center justify-center rounded text-accent hover:bg-hover"
        >
          <X className="size-3.5" aria-hidden />
        </button>
      ) : null}
    </div>
  );
}

function rangeWords(from: string | null, to: string | null): string {
  if (from === null) return `until ${to ?? ""}`;
  if (to === null) return `since ${from}`;
  return from === to ? from : `${from} to ${to}`;
}
