"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "../../../trpc/use-trpc.ts";
import { useEvent } from "../../../ui/use-event.ts";

/** Asks for the episode anew: it has changed where this page cannot see it. */
export function useRefresh(workspace: string, sessionId: string): () => void {
  const trpc = useTRPC();
  const cache = useQueryClient();
  return useEvent((): void => {
    void cache.invalidateQueries({ queryKey: trpc.episodes.get.queryKey({ workspace, sessionId }) });
  });
}
