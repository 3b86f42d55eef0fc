"use client";
import type { MapData } from "@retake/trpc/map-data";
import { useMemo, useState } from "react";
import { useWorkspace } from "../../frame/workspace-context.tsx";
import { useMapData } from "./use-map-data.ts";
import { useMapParams } from "./use-map-params.ts";
import { useMapSelection } from "./use-map-selection.ts";
import { usePoints } from "./use-points.ts";
import { useSearchHits } from "./use-search-hits.ts";
import { useView } from "./use-view.ts";

const NOWHERE = { map: undefined, point: -1 };

export type Tool = "move" | "lasso" | "box";

/** Everything the map screen knows: its address, its points, what is chosen, found and pointed at. */
export function useMapScreen() {
  const { workspace } = useWorkspace();
  const address = useMapParams();
  const { params } = address;
  const data = useMapData(workspace.slug, params.kind);
  const { map } = data;
  const [until, setUntil] = useState<number | null>(null);
  const [tool, setTool] = useState<Tool>("move");
  /** The point under the pointer, and the one that the keys have come to; -1 is none. */
  const [pointed, setPointed] = useState<{ map: MapData | undefined; point: number }>(NOWHERE);
  // Indexes are those of one map: after a change others stand there.
  const hovered = pointed.map === map ? pointed.point : -1;
  const [currentId, setCurrentId] = useState<string | null>(null);
  const points = usePoints(workspace.slug, map, params, until);
  const selection = useMapSelection(map, points.isVisible, address);
  const hits = useSearchHits(workspace.slug, params.q);
  const view = useView(map, address);

  const found = useMemo(() => {
    if (hits.sessionIds === null || map === undefined) return null;
    return hits.sessionIds.flatMap((id) => {
      const place = points.placeOf.get(id);
      return place === undefined || points.isVisible[place] !== 1 ? [] : [place];
    });
  }, [hits.sessionIds, map, points]);
  const isLit = useMemo(() => {
    if (selection.isChosen !== null || found === null) return selection.isChosen;
    const lit = new Uint8Array(map?.count ?? 0);
    for (const place of found) lit[place] = 1;
    return lit;
  }, [selection.isChosen, found, map]);
  /** What the list beside the map shows, in its order: what a line has taken, else what was found, else all. */
  const listed = useMemo((): readonly number[] => {
    if (selection.isDrawn) return [...selection.points].reverse();
    if (found !== null) return found;
    const all: number[] = [];
    for (let i = points.isVisible.length - 1; i >= 0; i -= 1) if (points.isVisible[i] === 1) all.push(i);
    return all;
  }, [selection.isDrawn, selection.points, found, points.isVisible]);

  const current = currentId === null ? -1 : (points.placeOf.get(currentId) ?? -1);
  const opened = params.open === null ? -1 : (points.placeOf.get(params.open) ?? -1);
  return {
    workspace,
    address,
    params,
    data,
    map,
    until,
    setUntil,
    tool,
    setTool,
    hovered,
    setHovered: (point: number): void => {
      if (point !== hovered) setPointed({ map, point });
    },
    current,
    setCurrent: (point: number): void => setCurrentId(map?.sessionIds[point] ?? null),
    opened,
    points,
    selection,
    hits,
    found,
    isLit,
    listed,
    view,
    open: (point: number): void => address.set({ open: map?.sessionIds[point] ?? null }),
    close: (): void => address.set({ open: null }),
  };
}

export type MapScreenState = ReturnType<typeof useMapScreen>;
