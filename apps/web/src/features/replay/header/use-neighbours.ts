"use client";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTRPC, useTRPCClient } from "../../../trpc/use-trpc.ts";
import { findNeighbours } from "./find-neighbours.ts";
import { listQuery, type ListView } from "../url/list-filter.ts";

export interface Neighbours {
  /** `7 of 206`, as far as known. */
  place: { position: number; total: number } | null;
  previous: (() => void) | null;
  next: (() => void) | null;
}

/** The episodes before and after this one in the list it was opened from. */
export function useNeighbours(workspace: string, sessionId: string, view: ListView): Neighbours {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const router = useRouter();
  const { filter, sort, ask } = view;
  const input = { workspace, sessionId, sort, ...filter };
  const { data } = useQuery({
    queryKey: [...trpc.episodes.neighbours.queryKey(input), ask],
    queryFn: ({ signal }) =>
      ask === null
        ? client.episodes.neighbours.query(input, { signal })
        : findNeighbours(client, { workspace, filter, sort, ask }, sessionId, signal),
    staleTime: 60_000,
    refetchOnWindowFocus: false,
  });
  const opener = (id: string | null | undefined): (() => void) | null =>
    id === null || id === undefined
      ? null
      : () =>
          router.push(`/w/${encodeURIComponent(workspace)}/e/${encodeURIComponent(id)}${listQuery(view)}`);
  return {
    place:
      data === undefined || data === null || data.position < 1
        ? null
        : { position: data.position, total: data.total },
    previous: opener(data?.previous),
    next: opener(data?.next),
  };
}
