"use client";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTRPC } from "../../../trpc/use-trpc.ts";
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
  const router = useRouter();
  const query = useQuery(
    trpc.episodes.neighbours.queryOptions(
      { workspace, sessionId, sort: view.sort, ...view.filter },
      { staleTime: 60_000, refetchOnWindowFocus: false },
    ),
  );
  const opener = (id: string | null | undefined): (() => void) | null =>
    id === null || id === undefined
      ? null
      : () =>
          router.push(`/w/${encodeURIComponent(workspace)}/e/${encodeURIComponent(id)}${listQuery(view)}`);
  const { data } = query;
  return {
    place: data === undefined || data.position < 1 ? null : { position: data.position, total: data.total },
    previous: opener(data?.previous),
    next: opener(data?.next),
  };
}
