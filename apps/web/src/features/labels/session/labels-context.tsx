"use client";
import type { ResolvedLane } from "@retake/collab/document";
import type { LabelSchema } from "@retake/collab/label-schema";
import { createContext, use, useSyncExternalStore } from "react";
import type { Store } from "../room/store.ts";
import type { LabelSession } from "./label-session.ts";
import type { ToolState } from "./tool-state.ts";

export const LabelsContext = createContext<LabelSession | null>(null);

export function useLabels(): LabelSession {
  const session = use(LabelsContext);
  if (session === null) throw new Error("assertion failed: no episode is open above");
  return session;
}

export function useStore<T>(store: Store<T>): T {
  return useSyncExternalStore(store.subscribe, store.get, store.get);
}

/** One lane as everybody sees it; renders anew for that lane's changes only. */
export function useLane(id: string): ResolvedLane | undefined {
  const { lanes } = useLabels();
  const get = (): ResolvedLane | undefined => lanes.lane(id);
  return useSyncExternalStore(lanes.subscribe, get, get);
}

export function useLaneIds(): readonly string[] {
  const { lanes } = useLabels();
  return useSyncExternalStore(lanes.subscribe, lanes.ids, lanes.ids);
}

export function useSchema(): LabelSchema {
  return useStore(useLabels().schema);
}

/** One part of what the person has in hand; renders anew when that part changes. */
export function useTool<T>(read: (state: ToolState) => T): T {
  const { tool } = useLabels();
  const get = (): T => read(tool.get());
  return useSyncExternalStore(tool.subscribe, get, get);
}
