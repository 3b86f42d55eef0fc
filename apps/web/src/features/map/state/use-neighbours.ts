"use client";
import type { MapData } from "@retake/trpc/map-data";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTRPC } from "../../../trpc/use-trpc.ts";

/** A point and those most like it, nearest first. */
export interface Edges {
  from: number;
  to: { point: number; similarity: number }[];
}

/** The nearest neighbours of one point, by what this map was made from; those without a place are left out. */
export function useNeighbours(workspace: string, map: MapData | undefined, point: number): Edges | null {
  const trpc = useTRPC();
  const sessionId = map?.sessionIds[point];
  const { data } = useQuery({
    ...trpc.map.neighbours.queryOptions({
      workspace,
      kind: map?.kind ?? "motion",
      sessionId: sessionId ?? "none",
    }),
    enabled: sessionId !== undefined,
    staleTime: 60_000,
  });
  const placeOf = usePlaces(map);
  return useMemo(() => {
    if (data === undefined || sessionId === undefined) return null;
    const to = data.neighbours.flatMap(({ sessionId: other, similarity }) => {
      const place = placeOf.get(other);
      return place === undefined ? [] : [{ point: place, similarity }];
    });
    return { from: point, to };
  }, [data, sessionId, placeOf, point]);
}

/** Index of each episode's point. */
export function usePlaces(map: MapData | undefined): ReadonlyMap<string, number> {
  return useMemo(() => new Map((map?.sessionIds ?? []).map((id, i) => [id, i])), [map]);
}
