"use client";
import { useSyncExternalStore } from "react";

const KEY = "retake.replay.info";
const listeners = new Set<() => void>();
const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

/** Below this width the pictures need the room more. */
const OPEN_FROM_PX = 1_200;

function isOpenNow(): boolean {
  const stored = localStorage.getItem(KEY);
  return stored === null ? window.innerWidth >= OPEN_FROM_PX : stored === "open";
}

function setOpen(open: boolean): void {
  localStorage.setItem(KEY, open ? "open" : "closed");
  for (const listener of listeners) listener();
}

/** Whether the info panel shows; remembered in this browser. */
export function useInfoOpen(): { isOpen: boolean; set: (open: boolean) => void } {
  const isOpen = useSyncExternalStore(subscribe, isOpenNow, () => false);
  return { isOpen, set: setOpen };
}
