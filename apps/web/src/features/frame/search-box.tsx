"use client";
import { Search, X } from "lucide-react";
import { usePathname, useRouter } from "next/navigation";
import { debounce, parseAsString, useQueryState } from "nuqs";
import { useRef, useState } from "react";
import { Kbd } from "../../ui/kbd.tsx";
import { EVERYWHERE, useKeys } from "../keys/keys-provider.tsx";
import { useOpenPalette } from "./palette-store.ts";
import { useWorkspace } from "./workspace-context.tsx";

/** Words to find episodes by. On the episode list it filters while typing; elsewhere Enter goes there. */
export function SearchBox() {
  const { workspace } = useWorkspace();
  const pathname = usePathname();
  const router = useRouter();
  const input = useRef<HTMLInputElement>(null);
  const openPalette = useOpenPalette();
  const list = `/w/${encodeURIComponent(workspace.slug)}/episodes`;
  const isOnList = pathname === list;
  const [q, setQ] = useQueryState("q", parseAsString.withDefault(""));
  const [draft, setDraft] = useState("");
  const value = isOnList ? q : draft;

  useKeys(EVERYWHERE, [
    { keys: ["/"], does: "Search episodes", run: () => input.current?.select() },
    { keys: ["mod+k"], does: "Go to anything", run: openPalette },
  ]);

  const change = (text: string): void => {
    if (isOnList) void setQ(text === "" ? null : text, { limitUrlUpdates: debounce(200) });
    else setDraft(text);
  };
  const submit = (): void => {
    if (!isOnList) {
      router.push(draft.trim() === "" ? list : `${list}?q=${encodeURIComponent(draft.trim())}`);
      setDraft("");
    }
    input.current?.blur();
  };
  return (
    <form
      role="search"
      className="relative w-full max-w-xl"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Search
        className="pointer-events-none absolute top-2 left-2.5 size-4 text-ink-3 max-md:top-3"
        aria-hidden
      />
      <input
        ref={input}
        type="search"
        aria-label="Search episodes"
        placeholder="Search episodes by name, task, dataset, robot, tag"
        value={value}
        maxLength={400}
        onChange={(event) => change(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") event.currentTarget.blur();
        }}
        className="h-8 w-full rounded border border-transparent bg-hover pr-20 pl-8 text-sm text-ellipsis placeholder:text-ink-3 hover:border-line-strong max-md:h-10 max-md:pr-8 max-md:text-lg [&::-webkit-search-cancel-button]:hidden"
      />
      {value === "" ? (
        <button
          type="button"
          onClick={openPalette}
          aria-label="Go to anything"
          className="absolute top-1.5 right-2 max-md:hidden"
        >
          <Kbd keys="mod+k" />
        </button>
      ) : (
        <button
          type="button"
          onClick={() => change("")}
          aria-label="Clear the search"
          className="absolute top-1 right-1 flex size-6 items-center justify-center rounded text-ink-3 hover:text-ink max-md:top-2"
        >
          <X className="size-4" aria-hidden />
        </button>
      )}
    </form>
  );
}
