"use client";
import { X } from "lucide-react";
import type { ListState } from "./use-list-params.ts";

/** That the list has only what was chosen on the map; a press brings all others back. */
export function ChosenChip({ list }: { list: ListState }) {
  const { area, ids } = list.params;
  if (area === null && ids === null) return null;
  return (
    <button
      type="button"
      aria-label="Clear the filter Chosen on the map"
      onClick={() => list.set({ area: null, ids: null })}
      className="flex h-7 pointer-coarse:h-10.5 shrink-0 items-center gap-1 rounded bg-accent-soft px-2 text-xs font-medium text-accent"
    >
      Chosen on the map
      <X className="size-3.5" aria-hidden />
    </button>
  );
}
