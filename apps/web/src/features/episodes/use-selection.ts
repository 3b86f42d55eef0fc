"use client";
import type { EpisodeRow } from "@retake/trpc/schemas";
import { useCallback, useEffect, useRef, useState } from "react";
import { errorWords } from "../../trpc/errors.ts";
import { useTRPCClient } from "../../trpc/use-trpc.ts";
import { formatCount } from "../../ui/figures.ts";
import { toast } from "../../ui/toast.tsx";
import { fetchRows } from "./fetch-rows.ts";
import type { EpisodeSource } from "./load-page.ts";
import { addAll, type Chosen, NOTHING, rangeTo, refresh, SELECTION_MAX, toggle } from "./selection.ts";
import type { EpisodePages } from "./use-episode-pages.ts";

export interface SelectionState {
  chosen: ReadonlyMap<string, Chosen>;
  /** How many rows have been fetched of those to choose, while that takes a moment. */
  fetching: { done: number; total: number } | null;
  toggle: (index: number, row: EpisodeRow) => void;
  extendTo: (index: number) => void;
  selectMatching: () => void;
  clear: () => void;
  refresh: (rows: readonly Chosen[]) => void;
}

/** Which episodes of the list are chosen. Rows that are not loaded are fetched, so a range may span any distance up to the limit. */
export function useSelection(source: EpisodeSource, pages: EpisodePages): SelectionState {
  const client = useTRPCClient();
  const [selection, setSelection] = useState(NOTHING);
  const [fetching, setFetching] = useState<SelectionState["fetching"]>(null);
  const running = useRef<AbortController | null>(null);

  const clear = useCallback(() => {
    running.current?.abort();
    setFetching(null);
    setSelection(NOTHING);
  }, []);
  // A choice belongs to the list it was made in.
  const key = JSON.stringify(source);
  useEffect(() => clear, [key, clear]);

  const addRange = async (first: number, last: number): Promise<void> => {
    const here = Array.from({ length: last - first + 1 }, (_, i) => pages.row(first + i));
    const loaded = here.filter((row) => row !== undefined);
    if (!pages.isStale && loaded.length === here.length) {
      setSelection((before) => addAll(before, loaded));
      return;
    }
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    try {
      const found = await fetchRows(client, source, { first, last }, controller.signal, setFetching);
      setSelection((before) => addAll(before, found));
    } catch (error) {
      if (controller.signal.aborted) return;
      toast.error("The episodes could not be selected", { description: errorWords(error) });
    }
    setFetching(null);
  };

  return {
    chosen: selection.chosen,
    fetching,
    toggle: (index, row) => setSelection((before) => toggle(before, index, row)),
    extendTo: (index) => {
      const range = rangeTo(selection, index);
      void addRange(range.first, range.last);
    },
    selectMatching: () => {
      const total = pages.total ?? 0;
      if (total === 0) return;
      if (total > SELECTION_MAX) {
        toast(`The first ${formatCount(SELECTION_MAX)} of ${formatCount(total)} are selected`, {
          description: "One change can go to that many. Narrow the list down to reach the others.",
        });
      }
      void addRange(0, Math.min(total, SELECTION_MAX) - 1);
    },
    clear,
    refresh: (rows) => setSelection((before) => refresh(before, rows)),
  };
}
