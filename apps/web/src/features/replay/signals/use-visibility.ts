"use client";
import { useCallback, useMemo, useSyncExternalStore } from "react";
import { parseVisibility, type Visibility } from "./visibility.ts";

const listeners = new Set<() => void>();
const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

/** What the signals of this kind of robot show, and how to change it; remembered in this browser. */
export function useVisibility(robotType: string | null): [Visibility, (next: Visibility) => void] {
  const key = `retake.signals.${robotType ?? "unknown"}`;
  const text = useSyncExternalStore(
    subscribe,
    () => localStorage.getItem(key),
    () => null,
  );
  const visibility = useMemo(() => parseVisibility(text), [text]);
  const change = useCallback(
    (next: Visibility) => {
      localStorage.setItem(key, JSON.stringify(next));
      for (const listener of listeners) listener();
    },
    [key],
  );
  return [visibility, change];
}
