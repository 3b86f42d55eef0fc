"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { EpisodeDetail } from "@retake/trpc/schemas";
import { errorWords } from "../../../trpc/errors.ts";
import { useTRPC } from "../../../trpc/use-trpc.ts";
import { toast } from "../../../ui/toast.tsx";

interface Change {
  outcome?: "success" | "failure" | null;
  addTags?: string[];
  removeTags?: string[];
}

/** Applies `change` as the server will. */
export function changed(episode: EpisodeDetail, change: Change): EpisodeDetail {
  const kept = episode.tags.filter((tag) => change.removeTags?.includes(tag) !== true);
  const added = (change.addTags ?? []).filter((tag) => !kept.includes(tag));
  return {
    ...episode,
    outcome: change.outcome === undefined ? episode.outcome : change.outcome,
    tags: [...kept, ...added],
  };
}

/** Changes this episode's outcome or tags: at once on the screen, taken back with words when the server refuses. */
export function useEpisodeChange(workspace: string, sessionId: string): (change: Change) => void {
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { queryKey } = trpc.episodes.get.queryOptions({ workspace, sessionId });
  const update = useMutation(
    trpc.episodes.update.mutationOptions({
      onError: (error) => {
        toast.error("The change was not saved", { description: errorWords(error) });
        void cache.invalidateQueries({ queryKey });
      },
      onSuccess: () => void cache.invalidateQueries({ queryKey: trpc.episodes.list.queryKey() }),
    }),
  );
  return (change) => {
    cache.setQueryData(queryKey, (before) => (before === undefined ? before : changed(before, change)));
    update.mutate({ workspace, sessionIds: [sessionId], ...change });
  };
}
