"use client";
import { useCallback, useState, useSyncExternalStore } from "react";
import { useStage } from "../../replay/player-context.tsx";
import { itemsInView, type Placed } from "./lane-window.ts";

/** Those that get an element, chosen anew when the axis moves; renders only when that choice changes. */
export function useInView<T extends Placed>(all: readonly T[], width: number): readonly T[] {
  const { view } = useStage();
  const [keep] = useState(() => ({ key: "", all: [] as readonly T[], items: [] as readonly T[] }));
  const get = useCallback((): readonly T[] => {
    const items = width === 0 ? [] : itemsInView(all, view.get(), width);
    const key = items.map(({ id }) => id).join(" ");
    if (key !== keep.key || all !== keep.all) Object.assign(keep, { key, all, items });
    return keep.items;
  }, [all, view, width, keep]);
  return useSyncExternalStore(view.subscribe, get, get);
}
