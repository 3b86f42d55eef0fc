"use client";
import { Command } from "cmdk";
import { Search } from "lucide-react";
import { Dialog } from "radix-ui";
import { useState } from "react";
import { type PaletteItem, usePaletteGroups } from "./palette-items.tsx";
import { setPaletteOpen, usePaletteOpen } from "./palette-store.ts";

/** Ctrl/⌘ K: any episode, dataset, screen or command by its name. */
export function CommandPalette() {
  const open = usePaletteOpen();
  return (
    <Dialog.Root open={open} onOpenChange={setPaletteOpen}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-overlay" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-[12dvh] left-1/2 z-50 w-[calc(100vw-32px)] max-w-xl -translate-x-1/2 overflow-hidden rounded bg-raised shadow-float outline-none"
        >
          <Dialog.Title className="sr-only">Go to anything</Dialog.Title>
          <Palette />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Palette() {
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState("");
  // Never deferred: Enter acts on what was typed up to then.
  const { groups, isSettled } = usePaletteGroups(text.trim());
  const values = groups.flatMap((group) => group.items.map((item) => item.value));
  // Results come and go under the cursor; it never rests on one that is gone.
  const current = values.includes(chosen) ? chosen : (values[0] ?? "");
  return (
    <Command label="Go to anything" shouldFilter={false} loop value={current} onValueChange={setChosen}>
      <div className="flex items-center gap-2 border-b px-3">
        <Search className="size-4 shrink-0 text-ink-3" aria-hidden />
        <Command.Input
          autoFocus
          value={text}
          onValueChange={(next) => {
            setText(next);
            setChosen("");
          }}
          placeholder="Episode, dataset, screen or command"
          className="h-11 w-full bg-transparent text-base outline-none placeholder:text-ink-3 max-md:text-lg"
        />
      </div>
      <Command.List className="max-h-[56dvh] overflow-y-auto p-1">
        {values.length === 0 ? (
          <div className="px-3 py-8 text-center text-ink-2">
            {isSettled ? "Nothing has this name." : "Searching"}
          </div>
        ) : null}
        {groups.map((group) => (
          <Command.Group
            key={group.heading}
            heading={group.heading}
            className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-ink-3"
          >
            {group.items.map((item) => (
              <Item key={item.value} item={item} />
            ))}
          </Command.Group>
        ))}
      </Command.List>
    </Command>
  );
}

function Item({ item }: { item: PaletteItem }) {
  return (
    <Command.Item
      value={item.value}
      onSelect={() => {
        setPaletteOpen(false);
        item.run();
      }}
      className="flex h-9 pointer-coarse:h-11 items-center gap-2.5 rounded-sm px-2 data-[selected=true]:bg-hover [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-3"
    >
      {item.icon}
      <span className="min-w-0 truncate">{item.title}</span>
      {item.detail === undefined || item.detail === null ? null : (
        <span className="ml-auto max-w-[40%] shrink-0 truncate pl-3 text-xs text-ink-3">{item.detail}</span>
      )}
    </Command.Item>
  );
}
