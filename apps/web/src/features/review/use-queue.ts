"use client";
import type { AssignmentState, AssignmentView, Queue } from "@retake/trpc/schemas";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useState } from "react";
import { useTRPC } from "../../trpc/use-trpc.ts";
import { useWorkspace } from "../frame/workspace-context.tsx";
import { workHref } from "./episode-link.ts";
import { STATE_NAMES } from "./state-badge.tsx";
import { useMoves } from "./use-moves.ts";

export const PAGE = 100;

const PARAMS = {
  queue: parseAsStringLiteral(["mine", "review", "all"] as const).withDefault("mine"),
  state: parseAsStringLiteral(STATE_NAMES),
  who: parseAsString,
  page: parseAsInteger.withDefault(1),
};

/** One queue as the address says, the row the keys act on, and what can be done with it. */
export function useQueue(canReview: boolean) {
  const { workspace, me } = useWorkspace();
  const trpc = useTRPC();
  const router = useRouter();
  const moves = useMoves(workspace.slug);
  const [params, setParams] = useQueryStates(PARAMS, { history: "replace" });
  const [returning, setReturning] = useState<AssignmentView | null>(null);
  const queue: Queue = canReview ? params.queue : "mine";
  const page = Math.max(1, params.page);
  const list = useQuery(
    trpc.assignments.list.queryOptions(
      {
        workspace: workspace.slug,
        queue,
        limit: PAGE,
        offset: (page - 1) * PAGE,
        ...(params.state === null ? {} : { state: params.state }),
        ...(params.who === null || queue === "mine" ? {} : { assignee: params.who }),
      },
      { placeholderData: keepPreviousData },
    ),
  );
  const rows = list.data?.assignments ?? [];
  const { current, setCurrent, row, step } = useCurrentRow(rows);

  const open = async (assignment: AssignmentView): Promise<void> => {
    const { episode, firstGapS, isBlind, assignee, state } = assignment;
    const isMine = assignee.userId === me.user.id;
    if (queue === "review" && state === "labelled" && (await moves.move(assignment, "take")) === null) return;
    const place = isMine
      ? { sessionId: episode.sessionId, isBlind, firstGapS }
      : {
          sessionId: episode.sessionId,
          isBlind: isBlind && canReview,
          firstGapS: null,
          ownerId: assignee.userId,
        };
    router.push(workHref(workspace.slug, place));
  };
  /** The row below takes the place of one that leaves the queue, so that a row of presses goes down the list. */
  const act = (assignment: AssignmentView, run: () => Promise<AssignmentState | null>): void => {
    const at = rows.indexOf(assignment);
    const below = rows[at + 1] ?? rows[at - 1];
    void run().then((to) => {
      if (to !== null && current === assignment.id && queue !== "all") setCurrent(below?.id ?? null);
    });
  };
  const { move, giveBack, isBusy } = moves;
  return {
    queue,
    params,
    setParams,
    page,
    list,
    rows,
    row,
    current,
    setCurrent,
    step,
    returning,
    setReturning,
    isBusy,
    open: (one: AssignmentView) => void open(one),
    done: (one: AssignmentView) => act(one, () => move(one, one.state === "labelled" ? "reopen" : "done")),
    accept: (one: AssignmentView) => act(one, () => move(one, "accept")),
    reconsider: (one: AssignmentView) => act(one, () => move(one, "reconsider")),
    release: (one: AssignmentView) => act(one, () => move(one, "release")),
    giveBack: (one: AssignmentView, reason: string) => act(one, () => giveBack(one, reason)),
  };
}

export type QueueState = ReturnType<typeof useQueue>;

/** The row the keys act on. */
function useCurrentRow(rows: readonly AssignmentView[]) {
  const [current, setCurrent] = useState<string | null>(null);
  const index = rows.findIndex(({ id }) => id === current);
  const step = (by: number): void => {
    const next = rows[index === -1 ? 0 : Math.min(rows.length - 1, Math.max(0, index + by))];
    if (next === undefined) return;
    setCurrent(next.id);
    document.getElementById(`assignment-${next.id}`)?.scrollIntoView({ block: "nearest" });
  };
  return { current, setCurrent, row: rows[index], step };
}
