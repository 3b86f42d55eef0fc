"use client";
import type { SavedSearchView } from "@retake/trpc/schemas";
import { useQueryClient } from "@tanstack/react-query";
import { errorWords } from "../../trpc/errors.ts";
import { useTRPC, useTRPCClient } from "../../trpc/use-trpc.ts";
import { toast } from "../../ui/toast.tsx";

/** What can be done to saved searches; each tells when it failed and brings the list up to date. */
export function useSavedChange(workspace: string) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const act = async (work: () => Promise<unknown>, failed: string): Promise<boolean> => {
    try {
      await work();
      return true;
    } catch (error) {
      toast.error(failed, { description: errorWords(error) });
      return false;
    } finally {
      await queryClient.invalidateQueries(trpc.search.saved.pathFilter());
    }
  };
  const save = (name: string, query: string): Promise<boolean> =>
    act(() => client.search.saved.save.mutate({ workspace, name, query }), "The search could not be saved");
  return {
    save,
    rename: (id: string, name: string): Promise<boolean> =>
      act(
        () => client.search.saved.rename.mutate({ workspace, id, name }),
        "The search could not be renamed",
      ),
    remove: async ({ id, name, query }: SavedSearchView): Promise<void> => {
      const isGone = await act(
        () => client.search.saved.remove.mutate({ workspace, id }),
        "The search could not be removed",
      );
      if (!isGone) return;
      toast(`Removed “${name}”`, {
        duration: 10_000,
        action: { label: "Undo", onClick: () => void save(name, query) },
      });
    },
  };
}
