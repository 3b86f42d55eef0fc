"use client";
import { useSyncExternalStore } from "react";

const KEY = "retake.sidebar";
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether the sidebar shows only icons; remembered in this browser. */
export function useSidebar(): { isCollapsed: boolean; toggle: () => void } {
  const isCollapsed = useSyncExternalStore(
    subscribe,
    () => localStorage.getItem(KEY) === "icons",
    () => false,
  );
  const toggle = (): void => {
    localStorage.setItem(KEY, isCollapsed ? "words" : "icons");
    for (const listener of listeners) listener();
  };
  return { isCollapsed, toggle };
}
