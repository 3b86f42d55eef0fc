"use client";
import type { Chosen } from "./selection.ts";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { errorWords } from "../../trpc/errors.ts";
import { useTRPC } from "../../trpc/use-trpc.ts";
import { toast } from "../../ui/toast.tsx";
import { affected, applied, type BulkChange, type BulkStep, changeWords, undoSteps } from "./bulk-change.ts";

/** Ids in one request: 2,000 of the longest stay well under the largest request body. */
const IDS_PER_REQUEST = 2_000;

interface BulkListener {
  /** What the rows are after a change, and after its undo. */
  onRows: (rows: readonly Chosen[]) => void;
  /** The undo button in the notice was pressed and goes away with the focus on it. */
  onUndoPressed: () => void;
}

/** Does one thing to many episodes and offers to take it back. */
export function useBulkChange(workspace: string, { onRows, onUndoPressed }: BulkListener) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const update = useMutation(trpc.episodes.update.mutationOptions());
  const lastUndo = useRef<(() => void) | null>(null);

  const send = async ({ change, sessionIds }: BulkStep): Promise<void> => {
    for (let from = 0; from < sessionIds.length; from += IDS_PER_REQUEST) {
      await update.mutateAsync({
        workspace,
        sessionIds: sessionIds.slice(from, from + IDS_PER_REQUEST),
        ...(change.kind === "outcome" ? { outcome: change.outcome } : {}),
        ...(change.kind === "addTag" ? { addTags: [change.tag] } : {}),
        ...(change.kind === "removeTag" ? { removeTags: [change.tag] } : {}),
      });
    }
  };
  const refetch = (): Promise<void> => queryClient.invalidateQueries(trpc.episodes.pathFilter());

  const undo = async (steps: BulkStep[], words: string, rows: readonly Chosen[]): Promise<void> => {
    lastUndo.current = null;
    try {
      for (const step of steps) await send(step);
      onRows(rows);
      toast(`Undone: ${words}`);
    } catch (error) {
      toast.error("It could not be undone", { description: errorWords(error) });
    }
    await refetch();
  };

  const change = async (what: BulkChange, rows: readonly Chosen[]): Promise<void> => {
    const touched = affected(what, rows);
    if (touched.length === 0) {
      toast("Nothing to change", { description: "All the selected episodes are like that already." });
      return;
    }
    const steps = undoSteps(what, rows);
    const words = changeWords(what, touched.length);
    try {
      await send({ change: what, sessionIds: touched.map((row) => row.sessionId) });
    } catch (error) {
      toast.error("The episodes could not be changed", { description: errorWords(error) });
      await refetch();
      return;
    }
    onRows(touched.map((row) => applied(what, row)));
    const takeBack = (): void => {
      toast.dismiss(notice);
      void undo(steps, words, rows);
    };
    const pressUndo = (): void => {
      takeBack();
      onUndoPressed();
    };
    const notice = toast.success(words, { duration: 10_000, action: { label: "Undo", onClick: pressUndo } });
    lastUndo.current = takeBack;
    await refetch();
  };

  return { change, isBusy: update.isPending, undoLast: (): void => lastUndo.current?.() };
}
