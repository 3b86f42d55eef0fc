"use client";
import type { EpisodeRow } from "@retake/trpc/schemas";
import { useQueries } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTRPC, useTRPCClient } from "../../trpc/use-trpc.ts";
import { useFreshEpisodes } from "../live/use-fresh-episodes.ts";
import { type EpisodeSource, loadPage, type LoadedPage, type ResultFacts, type RowHit } from "./load-page.ts";
import { PAGE_ROWS, pagesOf, rowAt, type RowRange } from "./page-window.ts";

/** How often rows of episodes that record are asked for anew. */
const LIVE_EVERY_MS = 8_000;

const NO_PAGES: Loaded["pages"] = new Map();

const isRecording = ({ status }: EpisodeRow): boolean => status !== "completed";

interface Loaded {
  total: number;
  pages: ReadonlyMap<number, readonly EpisodeRow[]>;
  hits: ReadonlyMap<number, readonly RowHit[]>;
  facts: ResultFacts | null;
}

export interface EpisodePages {
  /** Length of the list; null until the first answer ever. */
  total: number | null;
  row: (index: number) => EpisodeRow | undefined;
  /** Rows of the pages in sight, by page. */
  inSight: ReadonlyMap<number, readonly EpisodeRow[]>;
  /** Why that row is here; undefined in a plain list. */
  hit: (index: number) => RowHit | undefined;
  /** What is known of the results as a whole; null of a plain list. */
  facts: ResultFacts | null;
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
  const client = useTRPCClient();
  useFreshEpisodes();
  const key = JSON.stringify(source);
  const [held, setHeld] = useState<{ key: string; loaded: Loaded } | null>(null);
  const knownTotal = held?.key === key ? held.loaded.total : null;
  const pages = pagesOf(range, knownTotal);
  const results = useQueries({
    queries: pages.map((page) => ({
      // Under the list's own key, so that whatever makes the list old makes results old too.
      queryKey: [...trpc.episodes.list.queryKey(), "page", source, page],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        loadPage(client, source, { offset: page * PAGE_ROWS, limit: PAGE_ROWS }, signal),
      // What records grows while one looks.
      refetchInterval: ({ state }: { state: { data: LoadedPage | undefined } }) =>
        state.data?.episodes.some(isRecording) === true ? LIVE_EVERY_MS : (false as const),
    })),
  });

  const stamp = results.map((result) => result.dataUpdatedAt).join();
  useEffect(() => {
    const loaded = new Map<number, readonly EpisodeRow[]>();
    const hits = new Map<number, readonly RowHit[]>();
    let total: number | null = null;
    let facts: ResultFacts | null = null;
    results.forEach((result, i) => {
      const page = pages[i];
      if (result.data === undefined || page === undefined) return;
      loaded.set(page, result.data.episodes);
      total = result.data.total;
      if (result.data.hits !== null) hits.set(page, result.data.hits);
      if (page === 0) ({ facts } = result.data);
    });
    if (total !== null) {
      const loadedTotal = total;
      // Only the first page tells of moments; it stays true while one is further down.
      setHeld((before) => ({
        key,
        loaded: {
          total: loadedTotal,
          pages: loaded,
          hits,
          facts: facts ?? (before?.key === key ? before.loaded.facts : null),
        },
      }));
    }
    // `stamp` and `pages` stand for `results`, which is a new array at every render.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [key, stamp, pages.join()]);

  const failed = results.find((result) => result.isError && result.data === undefined);
  return {
    total: held?.loaded.total ?? null,
    row: (index) => (held === null ? undefined : rowAt(held.loaded.pages, index)),
    inSight: held?.loaded.pages ?? NO_PAGES,
    hit: (index) => (held === null ? undefined : rowAt(held.loaded.hits, index)),
    facts: held?.loaded.facts ?? null,
    isStale: held !== null && held.key !== key,
    error: failed?.error ?? null,
    retry: () => {
      for (const result of results) if (result.isError) void result.refetch();
    },
  };
}
