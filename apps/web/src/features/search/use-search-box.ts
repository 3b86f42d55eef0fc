"use client";
import type { SearchChip } from "@retake/trpc/schemas";
import type { KeyboardEvent, RefObject } from "react";
import { useState } from "react";
import { withoutRange } from "./chip-text.ts";
import { completed } from "./suggestion-text.ts";
import { useBackspace } from "./use-backspace.ts";
import { useDraft } from "./use-draft.ts";
import { useParsed } from "./use-parsed.ts";
import { useSearchTarget } from "./use-search-target.ts";
import { useSuggestions, type Suggestion } from "./use-suggestions.tsx";

/** What the box holds and what its keys do. */
export function useSearchBox(workspace: string, input: RefObject<HTMLInputElement | null>) {
  const { q, run, dropFilter } = useSearchTarget();
  const backspace = useBackspace(dropFilter);
  const { text, setDraft } = useDraft(q);
  const [isEditing, setEditing] = useState(false);
  const [isOpen, setOpen] = useState(false);
  const chips = useParsed(workspace, text);
  const groups = useSuggestions(workspace, text, isOpen);
  const all = groups.flatMap(({ suggestions }) => suggestions);
  const choice = useChoice(all.map(({ id }) => id));

  const close = (): void => {
    setOpen(false);
    choice.set(null);
  };
  const runNow = (query: string): void => {
    close();
    run(query);
    setDraft(null);
    input.current?.blur();
  };
  const change = (next: string): void => {
    setDraft(next);
    setOpen(true);
    choice.set(null);
  };
  const take = ({ does }: Suggestion): void => {
    if (does.kind === "run") runNow(does.query);
    else change(completed(text, does.start, does.words));
  };
  const keys = {
    ArrowDown: (): void => (isOpen ? choice.move(1) : setOpen(true)),
    ArrowUp: (): void => choice.move(-1),
    Enter: (): void => {
      const chosen = isOpen ? all.find(({ id }) => id === choice.active) : undefined;
      if (chosen === undefined) runNow(text);
      else take(chosen);
    },
    Escape: (): void => {
      if (choice.active !== null) choice.set(null);
      else {
        setDraft(null);
        input.current?.blur();
      }
    },
  };
  return {
    text,
    chips,
    groups,
    active: choice.active,
    isEditing,
    isOpen,
    keys,
    /** Of a key that it has taken, true. */
    press: (event: KeyboardEvent<HTMLInputElement>): boolean =>
      backspace(event, { text, chips: text === q ? chips : [] }),
    change,
    take,
    edit: (): void => {
      setEditing(true);
      setOpen(true);
    },
    leave: (): void => {
      setEditing(false);
      close();
    },
    ...chipActions({ text, isEditing, run, change, runNow, input }),
  };
}

/** Which suggestion Enter takes; null: none, the words as they stand. */
function useChoice(ids: readonly string[]) {
  const [active, set] = useState<string | null>(null);
  const at = active === null ? -1 : ids.indexOf(active);
  return {
    active: at === -1 ? null : active,
    set,
    move: (by: 1 | -1): void => {
      // One stop more than there are suggestions: the words.
      const next = (at + 1 + by + ids.length + 1) % (ids.length + 1);
      set(ids[next - 1] ?? null);
    },
  };
}

interface ChipActionsOptions {
  text: string;
  isEditing: boolean;
  run: (query: string) => void;
  change: (text: string) => void;
  runNow: (query: string) => void;
  input: RefObject<HTMLInputElement | null>;
}

/** While one types, a chip only leaves the text; at rest the screen shows the results without it. */
function chipActions({ text, isEditing, run, change, runNow, input }: ChipActionsOptions) {
  return {
    /** Puts the caret there, or selects the words of a filter. */
    select: (from: number, to: number): void => {
      input.current?.focus();
      input.current?.setSelectionRange(from, to);
    },
    remove: (chip: SearchChip): void => (isEditing ? change : run)(withoutRange(text, chip)),
    clear: (): void => {
      if (!isEditing) runNow("");
      else {
        change("");
        input.current?.focus();
      }
    },
  };
}
