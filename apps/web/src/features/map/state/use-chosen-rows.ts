"use client";
import { eachCode, type MapData } from "@retake/trpc/map-data";
import { useMemo } from "react";
import { SELECTION_MAX, type Chosen } from "../../episodes/selection.ts";

/** The chosen episodes as the list's own changes want them, as many as one change may go to. */
export function useChosenRows(map: MapData | undefined, points: Uint32Array): ReadonlyMap<string, Chosen> {
  return useMemo(() => {
    const chosen = new Map<string, Chosen>();
    const outcome = map?.categories.find(({ name }) => name === "outcome");
    const tag = map?.categories.find(({ name }) => name === "tag");
    if (map === undefined || outcome === undefined || tag === undefined) return chosen;
    for (const point of points.subarray(0, SELECTION_MAX)) {
      const sessionId = map.sessionIds[point] ?? "";
      const tags: string[] = [];
      eachCode(tag, point, (code) => tags.push(tag.values[code]?.value ?? ""));
      let ended: Chosen["outcome"] = null;
      eachCode(outcome, point, (code) => {
        ended = outcome.values[code]?.value === "success" ? "success" : "failure";
      });
      chosen.set(sessionId, { sessionId, outcome: ended, tags });
    }
    return chosen;
  }, [map, points]);
}
