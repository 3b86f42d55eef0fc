"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { errorWords, statusOf } from "../../trpc/errors.ts";
import { useTRPC } from "../../trpc/use-trpc.ts";

/** Taking an invitation up with the account that is signed in; then to the workspace's episodes. */
export function useJoin(secret: string) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const mutation = useMutation(trpc.invitations.join.mutationOptions());
  const join = async (): Promise<void> => {
    try {
      const { workspace } = await mutation.mutateAsync({ secret });
      location.assign(`/w/${encodeURIComponent(workspace)}/episodes`);
    } catch {
      // Told by `problem`.
    }
  };
  return {
    join,
    /** Right after signing in: a refusal is then told by the page as it is for people who are signed in. */
    joinSignedIn: async (): Promise<void> => {
      await join();
      await queryClient.invalidateQueries(trpc.me.pathFilter());
    },
    /** Also while the next page loads. */
    isBusy: mutation.isPending || mutation.isSuccess,
    /** Nothing is left to take up: the account is a member already. */
    isMember: statusOf(mutation.error) === 409,
    problem: mutation.error === null ? null : errorWords(mutation.error),
  };
}

export type Join = ReturnType<typeof useJoin>;
