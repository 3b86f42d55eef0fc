"use client";
import { useCallback, useLayoutEffect, useRef } from "react";

/** A handler that always runs its newest version and never changes its identity, so that memoised children stay as they are. */
export function useEvent<Args extends unknown[]>(handler: (...args: Args) => void): (...args: Args) => void {
  const newest = useRef(handler);
  useLayoutEffect(() => {
    newest.current = handler;
  });
  return useCallback((...args: Args) => newest.current(...args), []);
}
