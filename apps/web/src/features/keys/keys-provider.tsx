"use client";
import { createContext, use, useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import { KeysHelp } from "./keys-help.tsx";
import { matchKey, mayTake, type PressTarget } from "./match-key.ts";

export interface KeyBinding {
  /** Any of these, as `matchKey` reads them: `["j", "ArrowDown"]`, `["mod+k"]`, `["?"]`. */
  keys: readonly string[];
  /** What it does, in the help: "Next episode". */
  does: string;
  run: (event: KeyboardEvent) => void;
  /** Bindings that do nothing now keep their line in the help but let the press through. */
  disabled?: boolean;
}

export interface KeyGroup {
  title: string;
  bindings: readonly KeyBinding[];
}

interface Registry {
  add: (group: { current: KeyGroup }) => () => void;
  openHelp: () => void;
}

const KeysContext = createContext<Registry | null>(null);

function targetOf(event: KeyboardEvent): PressTarget {
  const element = event.target instanceof HTMLElement ? event.target : document.body;
  return {
    tagName: element.tagName,
    type: element.getAttribute("type"),
    isEditable: element.isContentEditable,
    isInLayer:
      element.closest('[role="dialog"],[role="alertdialog"],[role="menu"],[role="listbox"]') !== null,
    role: element.getAttribute("role"),
  };
}

function dispatch(groups: readonly { current: KeyGroup }[], event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || !mayTake(event, targetOf(event))) return;
  for (const group of groups) {
    const binding = group.current.bindings.find(
      (candidate) => candidate.disabled !== true && candidate.keys.some((keys) => matchKey(event, keys)),
    );
    if (binding === undefined) continue;
    event.preventDefault();
    binding.run(event);
    return;
  }
}

/** Title of the keys that work on every screen; they come last in the help. */
export const EVERYWHERE = "Everywhere";
/** What a person does all day comes first; other groups follow in the order they came. */
const FIRST = ["Playback", "Episode", "Labels"];

/** Groups as the help shows them: one per title, in the order they came, those of every screen last. */
function helpOf(newestFirst: readonly KeyGroup[]): KeyGroup[] {
  const byTitle = new Map<string, KeyBinding[]>();
  for (const group of newestFirst.toReversed()) {
    byTitle.set(group.title, [...(byTitle.get(group.title) ?? []), ...group.bindings]);
  }
  const everywhere = [
    ...(byTitle.get(EVERYWHERE) ?? []),
    { keys: ["?"], does: "Show the keys", run: () => undefined },
  ];
  byTitle.delete(EVERYWHERE);
  const first = FIRST.filter((title) => byTitle.has(title));
  const titles = [...new Set([...first, ...byTitle.keys()])];
  return [
    ...titles.map((title) => [title, byTitle.get(title) ?? []] as const),
    [EVERYWHERE, everywhere] as const,
  ].map(([title, bindings]) => ({ title, bindings }));
}

/** One listener for the whole page, and the help that `?` opens. Later registered groups win over earlier ones. */
export function KeysProvider({ children }: { children: ReactNode }) {
  const groups = useRef<{ current: KeyGroup }[]>([]);
  const [shown, setShown] = useState<KeyGroup[] | null>(null);

  const registry = useMemo<Registry>(() => {
    const help = (): KeyGroup[] => helpOf(groups.current.map((group) => group.current));
    // Opened while a screen still loads, it gains the keys that come with it.
    const refresh = (): void => setShown((before) => (before === null ? null : help()));
    return {
      add(group) {
        groups.current.unshift(group);
        refresh();
        return () => {
          groups.current = groups.current.filter((other) => other !== group);
          refresh();
        };
      },
      openHelp: () => setShown(help()),
    };
  }, []);

  useEffect(() => {
    const help = {
      current: { title: "", bindings: [{ keys: ["?"], does: "Show the keys", run: registry.openHelp }] },
    };
    const onKeyDown = (event: KeyboardEvent): void => dispatch([...groups.current, help], event);
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [registry]);

  return (
    <KeysContext value={registry}>
      {children}
      <KeysHelp groups={shown} onClose={() => setShown(null)} />
    </KeysContext>
  );
}

function useRegistry(): Registry {
  const registry = use(KeysContext);
  if (registry === null) throw new Error("assertion failed: KeysProvider is missing above");
  return registry;
}

/** Makes the keys work and shows them in the help while the calling component is mounted. Never fires while a person types. */
export function useKeys(title: string, bindings: readonly KeyBinding[]): void {
  const registry = useRegistry();
  const group = useRef<KeyGroup>({ title, bindings });
  useEffect(() => {
    group.current = { title, bindings };
  });
  useEffect(() => registry.add(group), [registry]);
}

export function useOpenKeysHelp(): () => void {
  return useRegistry().openHelp;
}
