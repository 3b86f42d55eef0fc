"use client";
import { useSyncExternalStore } from "react";

const KEY = "retake.sidebar";
/** Narrower than this, words leave too little room for the screen beside them. */
const ROOM = "(min-width: 1024px)";
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function subscribeToRoom(listener: () => void): () => void {
  const query = matchMedia(ROOM);
  query.addEventListener("change", listener);
  return () => query.removeEventListener("change", listener);
}

interface SidebarState {
  /** As chosen; remembered in this browser. */
  isCollapsed: boolean;
  /** Only icons: chosen, or for want of room. */
  showsIcons: boolean;
  toggle: () => void;
}

export function useSidebar(): SidebarState {
  const isCollapsed = useSyncExternalStore(
    subscribe,
    () => localStorage.getItem(KEY) === "icons",
    () => false,
  );
  const hasRoom = useSyncExternalStore(
    subscribeToRoom,
    () => matchMedia(ROOM).matches,
    () => true,
  );
  const toggle = (): void => {
    localStorage.setItem(KEY, isCollapsed ? "words" : "icons");
    for (const listener of listeners) listener();
  };
  return { isCollapsed, showsIcons: isCollapsed || !hasRoom, toggle };
}
