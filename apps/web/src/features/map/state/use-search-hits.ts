"use client";
import { LIMITS } from "@retake/core/limits";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTRPC } from "../../../trpc/use-trpc.ts";

export interface SearchHits {
  /** Ids of the episodes that were found, best first and as many as one answer has; null while nothing is asked. */
  sessionIds: readonly string[] | null;
  /** How many match in all. */
  total: number;
  isSearching: boolean;
  /** Nothing stands out; the best are lit all the same. */
  isWeak: boolean;
  error: unknown;
}

/** What the words of the address find. */
export function useSearchHits(workspace: string, q: string | null): SearchHits {
  const trpc = useTRPC();
  const query = q?.trim() ?? "";
  const { data, isFetching, error } = useQuery({
    ...trpc.search.query.queryOptions({ workspace, query, limit: LIMITS.searchHitsMax, scope: "episodes" }),
    enabled: query !== "",
    placeholderData: keepPreviousData,
  });
  const sessionIds = useMemo(
    () => (query === "" ? null : (data?.episodes.map(({ row }) => row.sessionId) ?? [])),
    [query, data],
  );
  return {
    sessionIds,
    total: data?.total ?? 0,
    isSearching: query !== "" && isFetching,
    isWeak: query !== "" && data?.confidence === "weak",
    error: query === "" ? null : error,
  };
}
