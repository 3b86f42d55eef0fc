"use client";
import { LIMITS } from "@retake/core/limits";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTRPC } from "../../../trpc/use-trpc.ts";

export interface SearchHits {
  /** Ids of the episodes that were found, best first; null while nothing is asked. */
  sessionIds: readonly string[] | null;
  isSearching: boolean;
  error: unknown;
}

/** What the words of the address find. */
export function useSearchHits(workspace: string, q: string | null): SearchHits {
  const trpc = useTRPC();
  const query = q?.trim() ?? "";
  const found = useQuery({
    ...trpc.episodes.list.queryOptions({ workspace, q: query, limit: LIMITS.listPageMax }),
    enabled: query !== "",
    placeholderData: keepPreviousData,
  });
  const sessionIds = useMemo(
    () => (query === "" ? null : (found.data?.episodes.map(({ sessionId }) => sessionId) ?? [])),
    [query, found.data],
  );
  return {
    sessionIds,
    isSearching: query !== "" && found.isFetching,
    error: query === "" ? null : found.error,
  };
}
