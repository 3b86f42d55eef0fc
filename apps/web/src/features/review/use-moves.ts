"use client";
import type { AssignmentState, AssignmentView } from "@retake/trpc/schemas";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { errorWords } from "../../trpc/errors.ts";
import { useTRPC } from "../../trpc/use-trpc.ts";
import { toast } from "../../ui/toast.tsx";

export type Move = "done" | "reopen" | "take" | "release" | "accept" | "reconsider";
type Moved = Pick<AssignmentView, "id" | "state">;

export interface Moves {
  /** Answers the state it has now, or null when it did not move; why is said to the person. */
  move: (assignment: Moved, move: Move) => Promise<AssignmentState | null>;
  giveBack: (assignment: Moved, reason: string) => Promise<AssignmentState | null>;
  isBusy: boolean;
}

/** The steps of an assignment. Whoever loses a race hears what it is by now, and the lists are asked for again. */
export function useMoves(workspace: string): Moves {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const mutations = {
    done: useMutation(trpc.review.done.mutationOptions()),
    reopen: useMutation(trpc.review.reopen.mutationOptions()),
    take: useMutation(trpc.review.take.mutationOptions()),
    release: useMutation(trpc.review.release.mutationOptions()),
    accept: useMutation(trpc.review.accept.mutationOptions()),
    reconsider: useMutation(trpc.review.reconsider.mutationOptions()),
  };
  const back = useMutation(trpc.review.return.mutationOptions());

  const attempt = async (run: () => Promise<Moved>): Promise<AssignmentState | null> => {
    try {
      return (await run()).state;
    } catch (error) {
      toast.error("That did not happen", { description: errorWords(error) });
      return null;
    } finally {
      await queryClient.invalidateQueries(trpc.assignments.pathFilter());
    }
  };
  return {
    move: ({ id }, move) => attempt(() => mutations[move].mutateAsync({ workspace, id })),
    giveBack: ({ id }, reason) => attempt(() => back.mutateAsync({ workspace, id, reason })),
    isBusy: back.isPending || Object.values(mutations).some(({ isPending }) => isPending),
  };
}
