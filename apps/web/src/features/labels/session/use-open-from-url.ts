"use client";
import { useEffect } from "react";
import { useLabels, useStore } from "./labels-context.tsx";
import { select } from "./selection.ts";

/** Opens what the address names, once: `?thread=` a thread, `?sel=` a label. The time is the player's business. */
export function useOpenFromUrl(): void {
  const session = useLabels();
  const { tool, room, lanes } = session;
  const isLoaded = useStore(room.loaded);
  useEffect(() => {
    if (!isLoaded) return;
    const params = new URLSearchParams(location.search);
    const thread = params.get("thread");
    const selected = params.get("sel");
    if (thread !== null) tool.change({ tab: "comments", thread });
    const one = selected === null ? undefined : lanes.annotation(selected);
    if (one !== undefined) select(session, one, !params.has("t"));
  }, [isLoaded, tool, lanes, session]);
}
