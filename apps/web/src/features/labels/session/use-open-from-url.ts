"use client";
import { useEffect } from "react";
import { useLabels, useStore } from "./labels-context.tsx";

/** Opens what the address names, once: `?thread=` a thread, `?sel=` a label. The time is the player's business. */
export function useOpenFromUrl(): void {
  const { tool, room } = useLabels();
  const isLoaded = useStore(room.loaded);
  useEffect(() => {
    if (!isLoaded) return;
    const params = new URLSearchParams(location.search);
    const thread = params.get("thread");
    const selected = params.get("sel");
    if (thread !== null) tool.change({ tab: "comments", thread });
    if (selected !== null) tool.change({ selected });
  }, [isLoaded, tool]);
}
