"use client";
import type { SourceView } from "@retake/trpc/schemas";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { errorWords } from "../../trpc/errors.ts";
import { useTRPC } from "../../trpc/use-trpc.ts";
import { toast } from "../../ui/toast.tsx";

/** Switching a source, ending its episode and deleting it; a refusal is told in a notice, and the list is asked anew. */
export function useSourceChange(workspace: string, { id, sessionId }: SourceView) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const enable = useMutation(trpc.sources.enable.mutationOptions());
  const cut = useMutation(trpc.sources.cut.mutationOptions());
  const removal = useMutation(trpc.sources.remove.mutationOptions());
  const place = { workspace, id };
  const attempt = async (title: string, run: () => Promise<unknown>): Promise<void> => {
    try {
      await run();
    } catch (error) {
      toast.error(title, { description: errorWords(error) });
    }
    await queryClient.invalidateQueries(trpc.sources.list.pathFilter());
  };
  return {
    isBusy: enable.isPending || cut.isPending || removal.isPending,
    enable: (enabled: boolean): void =>
      void attempt("The source could not be switched", () => enable.mutateAsync({ ...place, enabled })),
    cut: (): void => {
      if (sessionId === null) return;
      void attempt("The episode could not be ended", () => cut.mutateAsync({ ...place, sessionId }));
    },
    remove: (): void => void attempt("The source could not be deleted", () => removal.mutateAsync(place)),
  };
}
