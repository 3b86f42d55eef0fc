"use client";
import { Search, X } from "lucide-react";
import { useId, useRef, type KeyboardEvent } from "react";
import { cn } from "../../ui/cn.ts";
import { Kbd } from "../../ui/kbd.tsx";
import { EVERYWHERE, useKeys } from "../keys/keys-provider.tsx";
import { useOpenPalette } from "../frame/palette-store.ts";
import { useWorkspace } from "../frame/workspace-context.tsx";
import { ChipList } from "./chip-list.tsx";
import { QueryInput } from "./query-input.tsx";
import { QueryLine } from "./query-line.tsx";
import { optionId, SuggestionList } from "./suggestion-list.tsx";
import { useSearchBox } from "./use-search-box.ts";

/** One box for words and filters. At rest its filters are chips; while one types, their words stand out where they are. */
export function SearchBox() {
  const { workspace } = useWorkspace();
  const host = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const listId = useId();
  const box = useSearchBox(workspace.slug, input);
  const openPalette = useOpenPalette();
  useKeys(EVERYWHERE, [
    { keys: ["/"], does: "Search", run: () => input.current?.select() },
    { keys: ["mod+k"], does: "Go to anything", run: openPalette },
  ]);
  const isPanelOpen = box.isOpen && (box.groups.length > 0 || box.chips.length > 0);
  const press = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (!event.nativeEvent.isComposing && box.press(event)) return;
    const act = event.nativeEvent.isComposing ? undefined : box.keys[event.key as keyof typeof box.keys];
    if (act === undefined) return;
    event.preventDefault();
    act();
  };
  return (
    <div
      ref={host}
      role="search"
      className="relative h-8 w-full max-w-2xl min-w-0 rounded border border-transparent bg-hover focus-within:border-accent hover:border-line-strong max-md:h-10.5"
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) box.leave();
      }}
    >
      <QueryInput
        input={input}
        value={box.text}
        chips={box.chips}
        isEditing={box.isEditing}
        aria-label="Search episodes"
        aria-expanded={isPanelOpen}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={isPanelOpen ? optionId(listId, box.groups, box.active) : undefined}
        placeholder="Search in plain words"
        onFocus={box.edit}
        onClick={box.edit}
        onChange={(event) => box.change(event.target.value)}
        onKeyDown={press}
      />
      <Search
        className="pointer-events-none absolute top-1.5 left-2.5 size-4 text-ink-3 max-md:top-2.5"
        aria-hidden
      />
      {box.isEditing || box.text === "" ? null : (
        <QueryLine
          text={box.text}
          chips={box.chips}
          onEdit={box.select}
          onRemove={box.remove}
          onLeave={() => input.current?.focus()}
        />
      )}
      <div className="absolute inset-y-0 right-1 flex items-center">
        {box.text === "" ? (
          <button
            type="button"
            onClick={openPalette}
            aria-label="Go to anything"
            className={cn("mr-1 max-md:hidden", box.isEditing && "invisible")}
          >
            <Kbd keys="mod+k" />
          </button>
        ) : (
          <button
            type="button"
            onClick={box.clear}
            aria-label="Clear the search"
            className="flex size-6 pointer-coarse:size-10 items-center justify-center rounded bg-hover text-ink-3 hover:text-ink"
          >
            <X className="size-4" aria-hidden />
          </button>
        )}
      </div>
      {isPanelOpen ? (
        <div className="absolute inset-x-0 top-[calc(100%+4px)] z-40 overflow-hidden rounded bg-raised shadow-float max-md:fixed max-md:inset-x-2 max-md:top-13">
          <ChipList
            chips={box.chips}
            onEdit={(chip) => box.select(chip.from, chip.to)}
            onRemove={box.remove}
            onLeave={() => input.current?.focus()}
            className="flex flex-wrap gap-1 p-2"
          />
          <SuggestionList id={listId} groups={box.groups} active={box.active} onTake={box.take} />
        </div>
      ) : null}
    </div>
  );
}
