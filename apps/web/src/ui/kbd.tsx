"use client";
import { useSyncExternalStore } from "react";

const NAMES: Record<string, string> = {
  shift: "Shift",
  alt: "Alt",
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
  Escape: "Esc",
  " ": "Space",
  Backspace: "⌫",
};

const never = (): (() => void) => () => undefined;
const isApple = (): boolean => /Mac|iPhone|iPad/.test(navigator.platform);

/** Keys as a person reads them: `mod+k` is ⌘ K on Apple's machines, Ctrl K elsewhere. */
export function Kbd({ keys }: { keys: string }) {
  const apple = useSyncExternalStore(never, isApple, () => false);
  const name = (key: string): string => {
    if (key === "mod") return apple ? "⌘" : "Ctrl";
    return NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key);
  };
  return (
    <span className="inline-flex gap-0.5">
      {(keys === "+" ? ["+"] : keys.split("+")).map((key) => (
        <kbd
          key={key}
          className="inline-flex h-5 min-w-5 items-center justify-center rounded-sm border border-line-strong px-1 font-sans text-xs text-ink-2"
        >
          {name(key)}
        </kbd>
      ))}
    </span>
  );
}
