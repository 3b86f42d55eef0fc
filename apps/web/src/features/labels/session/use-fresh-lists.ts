"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTRPC } from "../../../trpc/use-trpc.ts";
import { useLabels } from "./labels-context.tsx";

/** After changes here are stored, lists ask anew when they are next shown, and the episode's own facts follow the document. */
export function useFreshLists(workspace: string, sessionId: string): void {
  const { room, parts, isMain } = useLabels();
  const cache = useQueryClient();
  const trpc = useTRPC();
  useEffect(() => {
    let wasSaving = false;
    return room.save.store.subscribe(() => {
      const { kind } = room.save.store.get();
      if (kind === "saved" && wasSaving && isMain) {
        const { outcome } = parts.fields.get();
        const tags = parts.tags.get().map(({ tag }) => tag);
        cache.setQueryData(trpc.episodes.get.queryKey({ workspace, sessionId }), (before) =>
          before === undefined ? before : { ...before, outcome, tags },
        );
        void cache.invalidateQueries({ queryKey: trpc.episodes.list.queryKey() });
        void cache.invalidateQueries({ queryKey: trpc.episodes.facets.queryKey() });
      }
      wasSaving = kind === "saving";
    });
  }, [room, parts, isMain, cache, trpc, workspace, sessionId]);
}
