"use client";
import type { EpisodeFilter, EpisodeRow } from "@retake/trpc/schemas";
import { useQueries } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTRPC } from "../../trpc/use-trpc.ts";
import { useFreshEpisodes } from "../live/use-fresh-episodes.ts";
import type { Sort } from "./list-params.ts";
import { PAGE_ROWS, pagesOf, rowAt, type RowRange } from "./page-window.ts";

export interface EpisodeSource {
  workspace: string;
  filter: EpisodeFilter;
  sort: Sort;
}

/** How often rows of episodes that record are asked for anew. */
const LIVE_EVERY_MS = 8_000;

const isRecording = ({ status }: EpisodeRow): boolean => status !== "completed";

interface Loaded {
  total: number;
  pages: ReadonlyMap<number, readonly EpisodeRow[]>;
}

export interface EpisodePages {
  /** Length of the list; null until the first answer ever. */
  total: number | null;
  row: (index: number) => EpisodeRow | undefined;
  /** What is shown belongs to the filter before; the answer to the present one is on its way. */
  isStale: boolean;
  error: unknown;
  retry: () => void;
}

/**
 * The rows in sight of a list of any length, by pages that stay cached for five minutes.
 * When the filter changes, the old rows stay until the first page of the new ones is here.
 */
export function useEpisodePages(source: EpisodeSource, range: RowRange): EpisodePages {
  const trpc = useTRPC();
  useFreshEpisodes();
  const key = JSON.stringify(source);
  const [held, setHeld] = useState<{ key: string; loaded: Loaded } | null>(null);
  const knownTotal = held?.key === key ? held.loaded.total : null;
  const pages = pagesOf(range, knownTotal);
  const results = useQueries({
    queries: pages.map((page) =>
      trpc.episodes.list.queryOptions(
        {
          workspace: source.workspace,
          ...source.filter,
          sort: source.sort,
          limit: PAGE_ROWS,
          offset: page * PAGE_ROWS,
        },
        // What records grows while one looks.
        { refetchInterval: ({ state }) => (state.data?.episodes.some(isRecording) ? LIVE_EVERY_MS : false) },
      ),
    ),
  });

  const stamp = results.map((result) => result.dataUpdatedAt).join();
  useEffect(() => {
    const loaded = new Map<number, readonly EpisodeRow[]>();
    let total: number | null = null;
    results.forEach((result, i) => {
      const page = pages[i];
      if (result.data === undefined || page === undefined) return;
      loaded.set(page, result.data.episodes);
      total = result.data.total;
    });
    if (total !== null) setHeld({ key, loaded: { total, pages: loaded } });
    // `stamp` and `pages` stand for `results`, which is a new array at every render.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [key, stamp, pages.join()]);

  const failed = results.find((result) => result.isError && result.data === undefined);
  return {
    total: held?.loaded.total ?? null,
    row: (index) => (held === null ? undefined : rowAt(held.loaded.pages, index)),
    isStale: held !== null && held.key !== key,
    error: failed?.error ?? null,
    retry: () => {
      for (const result of results) if (result.isError) void result.refetch();
    },
  };
}
