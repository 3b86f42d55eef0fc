"use client";
import { MAP_DETAILS_MAX, type MapDetail } from "@retake/trpc/schemas";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTRPC } from "../../../trpc/use-trpc.ts";

/** What is known of some episodes, by id: those in sight of a list, or the one under the pointer. */
export function useDetails(workspace: string, sessionIds: readonly string[]): ReadonlyMap<string, MapDetail> {
  const trpc = useTRPC();
  const asked = sessionIds.slice(0, MAP_DETAILS_MAX);
  const { data } = useQuery({
    ...trpc.map.details.queryOptions({ workspace, sessionIds: asked }),
    enabled: asked.length > 0,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
  return useMemo(() => new Map((data?.episodes ?? []).map((one) => [one.sessionId, one])), [data]);
}
