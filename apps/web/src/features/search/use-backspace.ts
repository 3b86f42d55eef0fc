"use client";
import type { SearchChip } from "@retake/trpc/schemas";
import { useRef, type KeyboardEvent } from "react";
import { lastChipEndingAt } from "./chip-text.ts";

/**
 * Backspace as in every field of chips: behind a filter of the search that is shown it takes the whole filter, in an empty box the last filter of the
 * list. Undo brings either back.
 * @param dropFilter takes a filter of the list away and answers what brings it back
 */
export function useBackspace(dropFilter: () => (() => void) | null) {
  const undo = useRef<(() => void) | null>(null);
  return (
    event: KeyboardEvent<HTMLInputElement>,
    { text, chips }: { text: string; chips: readonly SearchChip[] },
  ): boolean => {
    const isUndo = (event.metaKey || event.ctrlKey) && !event.shiftKey && event.key === "z";
    if (text === "" && isUndo && undo.current !== null) {
      event.preventDefault();
      undo.current();
      undo.current = null;
      return true;
    }
    if (event.key !== "Backspace" || event.ctrlKey || event.metaKey || event.altKey) return false;
    if (text === "") {
      if (event.repeat) return false;
      undo.current = dropFilter() ?? undo.current;
      return true;
    }
    const field = event.currentTarget;
    if (field.selectionStart !== field.selectionEnd) return false;
    const range = lastChipEndingAt(text, chips, field.selectionStart ?? -1);
    // The browser deletes what is selected, and knows how to undo it.
    if (range !== null) field.setSelectionRange(range.from, range.to);
    return range !== null;
  };
}
