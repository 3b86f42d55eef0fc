"use client";
import { type MapArea, readArea, writeArea } from "@retake/trpc/map-area";
import type { MapData, MapKind } from "@retake/trpc/map-data";
import { useMemo, useState } from "react";
import { pointsInside, simplified } from "../model/lasso.ts";
import type { MapParamsState } from "./use-map-params.ts";

/** Chosen episodes that an address may name. */
export const NAMED_MAX = 100;

/** `isDrawn`: taken by a line, and not one by one. */
type Choice = { area: MapArea } | { ids: ReadonlySet<string>; isDrawn: boolean };
const NOTHING: Choice = { ids: new Set(), isDrawn: false };

export interface MapSelection {
  /** 1 for chosen points; null without any. */
  isChosen: Uint8Array | null;
  /** Indexes of the chosen points. */
  points: Uint32Array;
  /** The part of the map it is, when it is just that. */
  area: MapArea | null;
  /** Taken by a line: the list shows these alone. One by one, one goes on choosing among all. */
  isDrawn: boolean;
  /** Takes what a line of the map's units encloses; `adds` keeps what was chosen. */
  lasso: (corners: readonly (readonly [number, number])[], adds: boolean) => void;
  toggle: (point: number) => void;
  choose: (points: Iterable<number>) => void;
  clear: () => void;
}

/** Which episodes are chosen. An area stays one: what is put into it later, or shown again, is chosen too. */
export function useMapSelection(
  map: MapData | undefined,
  isVisible: Uint8Array,
  { params, set }: MapParamsState,
): MapSelection {
  const [choice, setChoice] = useState<Choice>(() => choiceOf(params.area, params.sel, params.kind));
  const isChosen = useMemo(() => {
    if (map === undefined) return null;
    if ("area" in choice) {
      if (choice.area.kind !== map.kind) return null;
      return pointsInside(choice.area.corners, map.x, map.y, (i) => isVisible[i] === 1);
    }
    if (choice.ids.size === 0) return null;
    return Uint8Array.from(map.sessionIds, (id) => (choice.ids.has(id) ? 1 : 0));
  }, [map, choice, isVisible]);
  const points = useMemo(() => marked(isChosen), [isChosen]);

  const keep = (next: Choice): void => {
    setChoice(next);
    const ids = "ids" in next && next.ids.size > 0 && next.ids.size <= NAMED_MAX ? [...next.ids] : null;
    set({ area: "area" in next ? writeArea(next.area) : null, sel: ids });
  };
  const idsOf = (chosen: Iterable<number>): Set<string> =>
    new Set(Array.from(chosen, (i) => map?.sessionIds[i] ?? "").filter((id) => id !== ""));

  return {
    isChosen: points.length === 0 ? null : isChosen,
    points,
    area: "area" in choice && points.length > 0 ? choice.area : null,
    isDrawn: points.length > 0 && ("area" in choice || choice.isDrawn),
    lasso: (corners, adds) => {
      if (map === undefined) return;
      // As it will stand in the address, so that a link brings back the same episodes.
      const area = readArea(writeArea({ kind: map.kind, corners: simplified(corners) }));
      if (area === null) return;
      if (!adds || points.length === 0) {
        keep({ area });
        return;
      }
      const more = marked(pointsInside(area.corners, map.x, map.y, (i) => isVisible[i] === 1));
      keep({ ids: idsOf([...points, ...more]), isDrawn: true });
    },
    toggle: (point) => {
      const ids = idsOf(points);
      const id = map?.sessionIds[point];
      if (id === undefined) return;
      if (!ids.delete(id)) ids.add(id);
      keep({ ids, isDrawn: "area" in choice || choice.isDrawn });
    },
    choose: (chosen) => keep({ ids: idsOf(chosen), isDrawn: false }),
    clear: () => keep(NOTHING),
  };
}

function choiceOf(area: string | null, sel: readonly string[] | null, kind: MapKind): Choice {
  const found = area === null ? null : readArea(area);
  if (found !== null && found.kind === kind) return { area: found };
  return sel === null ? NOTHING : { ids: new Set(sel), isDrawn: false };
}

function marked(mask: Uint8Array | null): Uint32Array {
  const found: number[] = [];
  mask?.forEach((one, i) => {
    if (one === 1) found.push(i);
  });
  return Uint32Array.from(found);
}
