"use client";
import type { MapData, MapKind } from "@retake/trpc/map-data";
import { decodeMap } from "@retake/trpc/map-wire";
import type { MapState } from "@retake/trpc/schemas";
import { useQuery } from "@tanstack/react-query";
import { useSubscription } from "@trpc/tanstack-react-query";
import { useState } from "react";
import { useTRPC } from "../../../trpc/use-trpc.ts";
import { fetchBinary, RouteError } from "../../replay/data/fetch-binary.ts";

export interface MapDataState {
  map: MapData | undefined;
  error: Error | null;
  retry: () => void;
  /** How many episodes there are and how far their indexing is; null before it is known. */
  state: MapState | null;
}

/** A map of the workspace, kept as it is: what changes is loaded again, of which the server sends nothing when it is the same. */
export function useMapData(workspace: string, kind: MapKind): MapDataState {
  const trpc = useTRPC();
  const [state, setState] = useState<MapState | null>(null);
  useSubscription(trpc.map.watch.subscriptionOptions({ workspace }, { onData: setState }));
  const version = state?.version ?? "";
  const found = useQuery({
    queryKey: ["map", workspace, kind, version],
    queryFn: async ({ signal }) =>
      decodeMap(
        await fetchBinary(`/data/v1/workspaces/${encodeURIComponent(workspace)}/map/${kind}`, signal),
      ),
    // The one before stays on screen; of another workspace or kind it would be a lie.
    placeholderData: (before, query) =>
      query?.queryKey[1] === workspace && query.queryKey[2] === kind ? before : undefined,
    staleTime: Infinity,
    gcTime: 60_000,
    retry: (failures, error) => failures < 2 && !(error instanceof RouteError && error.status < 500),
  });
  return {
    map: found.data,
    error: found.data === undefined ? found.error : null,
    retry: () => void found.refetch(),
    state,
  };
}
