"use client";
import type { MapData } from "@retake/trpc/map-data";
import { useMemo } from "react";
import { colouringOf, type Colouring } from "../model/colouring.ts";
import { visiblePoints } from "../model/paint-points.ts";
import { createPointGrid, type PointGrid } from "../model/point-grid.ts";
import { useLabelLooks } from "./use-label-looks.ts";
import type { MapParams } from "./use-map-params.ts";
import { usePlaces } from "./use-neighbours.ts";

export interface Points {
  colouring: Colouring | null;
  /** 1 for rows of the legend that are shown; null: all. */
  isShown: Uint8Array | null;
  /** 1 for points that legend and time let through. */
  isVisible: Uint8Array;
  grid: PointGrid;
  placeOf: ReadonlyMap<string, number>;
}

const NO_POINTS = new Uint8Array(0);
const NO_FLOATS = new Float32Array(0);

/** What follows from the map and the legend. @param until only the first points are there, as the map was once */
export function usePoints(
  workspace: string,
  map: MapData | undefined,
  params: MapParams,
  until: number | null,
): Points {
  const lookOf = useLabelLooks(workspace);
  const colouring = useMemo(
    () => (map === undefined ? null : colouringOf(map, params.colour, lookOf)),
    [map, params.colour, lookOf],
  );
  const shownKeys = params.only?.join("\n");
  const isShown = useMemo(() => {
    if (shownKeys === undefined || colouring === null) return null;
    const keys = new Set(shownKeys.split("\n"));
    const shown = Uint8Array.from(colouring.rows, ({ key }) => (keys.has(key) ? 1 : 0));
    // An address made under another colouring names none of these rows.
    return shown.includes(1) ? shown : null;
  }, [colouring, shownKeys]);
  const isVisible = useMemo(
    () =>
      map === undefined || colouring === null
        ? NO_POINTS
        : visiblePoints(colouring, isShown, map.count, until ?? map.count),
    [map, colouring, isShown, until],
  );
  const grid = useMemo(() => createPointGrid(map?.x ?? NO_FLOATS, map?.y ?? NO_FLOATS), [map]);
  return { colouring, isShown, isVisible, grid, placeOf: usePlaces(map) };
}
