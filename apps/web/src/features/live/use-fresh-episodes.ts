"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTRPC } from "../../trpc/use-trpc.ts";
import { useLiveCount } from "./live-count.tsx";

/** Asks for lists of episodes anew when a robot begins or ends a recording. */
export function useFreshEpisodes(): void {
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { recording, cutOff } = useLiveCount();
  const before = useRef(`${recording} ${cutOff}`);
  useEffect(() => {
    const now = `${recording} ${cutOff}`;
    if (before.current === now) return;
    before.current = now;
    void cache.invalidateQueries({ queryKey: trpc.episodes.list.queryKey() });
  }, [cache, trpc, recording, cutOff]);
}
