"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { errorWords } from "../../trpc/errors.ts";
import { useTRPC } from "../../trpc/use-trpc.ts";
import { countOf } from "../../ui/figures.ts";
import { toast } from "../../ui/toast.tsx";

/** Ids in one request: 2,000 of the longest stay well under the largest request body. */
const IDS_PER_REQUEST = 2_000;

/** A new dataset by its name, or one that is there. */
export type PickTarget = { name: string } | { slug: string; name: string };

/** Puts episodes into picked datasets and takes them out, and says so: what was taken out can be put back. */
export function usePick(workspace: string) {
  const trpc = useTRPC();
  const router = useRouter();
  const attempt = useAttempt();
  const create = useMutation(trpc.datasets.picked.create.mutationOptions());
  const add = useMutation(trpc.datasets.picked.add.mutationOptions());
  const drop = useMutation(trpc.datasets.picked.drop.mutationOptions());
  const remove = useMutation(trpc.datasets.picked.remove.mutationOptions());
  /** @returns the dataset's slug, or null when it failed and has said so */
  const pick = async (target: PickTarget, sessionIds: readonly string[]): Promise<string | null> => {
    let slug = "slug" in target ? target.slug : null;
    let added = 0;
    const done = await attempt("The episodes could not be added", () =>
      inChunks(sessionIds, async (chunk) => {
        const answer =
          slug === null
            ? await create.mutateAsync({ workspace, name: target.name, sessionIds: chunk })
            : await add.mutateAsync({ workspace, slug, sessionIds: chunk });
        slug = answer.slug;
        added += answer.added;
      }),
    );
    if (!done || slug === null) return null;
    const into = slug;
    const open = (): void =>
      router.push(`/w/${encodeURIComponent(workspace)}/episodes?dataset=${encodeURIComponent(into)}`);
    toast.success(wordsOf(target, added), {
      duration: 10_000,
      action: { label: "Open", onClick: open },
    });
    return slug;
  };

  const takeOut = (
    target: { slug: string; name: string },
    sessionIds: readonly string[],
  ): Promise<boolean> => {
    let dropped = 0;
    return attempt("The episodes could not be taken out", async () => {
      await inChunks(sessionIds, async (chunk) => {
        dropped += (await drop.mutateAsync({ workspace, slug: target.slug, sessionIds: chunk })).dropped;
      });
      toast.success(`Took ${countOf(dropped, "episode")} out of “${target.name}”`, {
        duration: 10_000,
        action: { label: "Undo", onClick: () => void pick(target, sessionIds) },
      });
    });
  };

  return {
    pick,
    takeOut,
    remove: (slug: string): Promise<boolean> =>
      attempt("The dataset could not be deleted", async () => {
        await remove.mutateAsync({ workspace, slug });
      }),
    isBusy: create.isPending || add.isPending || drop.isPending || remove.isPending,
  };
}

function wordsOf(target: PickTarget, added: number): string {
  if (!("slug" in target)) return `“${target.name}” is a dataset of ${countOf(added, "episode")}`;
  return added === 0
    ? `All of them are in “${target.name}” already`
    : `Added ${countOf(added, "episode")} to “${target.name}”`;
}

async function inChunks(
  sessionIds: readonly string[],
  send: (chunk: string[]) => Promise<void>,
): Promise<void> {
  for (let from = 0; from < sessionIds.length; from += IDS_PER_REQUEST)
    await send(sessionIds.slice(from, from + IDS_PER_REQUEST));
}

/** Runs a change, says what went wrong, and has lists and datasets loaded again either way. */
function useAttempt() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return async (failure: string, run: () => Promise<void>): Promise<boolean> => {
    try {
      await run();
      return true;
    } catch (error) {
      toast.error(failure, { description: errorWords(error) });
      return false;
    } finally {
      await Promise.all([
        queryClient.invalidateQueries(trpc.datasets.pathFilter()),
        queryClient.invalidateQueries(trpc.episodes.pathFilter()),
      ]);
    }
  };
}
