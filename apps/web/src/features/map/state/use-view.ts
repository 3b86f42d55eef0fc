"use client";
import type { MapData } from "@retake/trpc/map-data";
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { useEvent } from "../../../ui/use-event.ts";
import {
  boundsOf,
  fitView,
  panned,
  readView,
  writeView,
  zoomRange,
  type MapView,
  type Size,
} from "../model/map-view.ts";
import type { MapParamsState } from "./use-map-params.ts";
import { ViewStore } from "./view-store.ts";

/** The legend over the map's left, where there is room beside it. */
const LEGEND_PX = 232;
const ROOM_PX = 600;

/** Where the view rests this long, the address follows. */
const SETTLED_MS = 400;

export interface ViewState {
  store: ViewStore;
  /** The view that shows all points. */
  fit: MapView;
  /** To be called with the map's element, or null. */
  measure: (element: HTMLElement | null) => void;
  showAll: () => void;
  zoom: (by: number) => void;
  pan: (dx: number, dy: number) => void;
  /** Brings a place of the map into sight, as little as needed. */
  reveal: (x: number, y: number) => void;
}

/** Where one looks: from the address at first, else all of it; the address follows once it rests. */
export function useView(map: MapData | undefined, { params, set }: MapParamsState): ViewState {
  const [store] = useState(() => new ViewStore());
  const size = useSyncExternalStore(
    store.subscribe,
    () => store.size,
    () => store.size,
  );
  const fit = useMemo(
    () =>
      fitView(map === undefined ? null : boundsOf(map.x, map.y), size, size.width < ROOM_PX ? 0 : LEGEND_PX),
    [map, size],
  );
  /** All is shown, also when points or pixels are added, until one looks elsewhere oneself. */
  const isOwn = useRef(false);
  const mapKind = map?.kind;
  useEffect(() => {
    const given = params.at === null ? null : readView(params.at);
    isOwn.current = given !== null;
    if (given !== null) store.look(given);
    // Only what stood there when this map was opened: from then on the address follows the view.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [store, mapKind]);
  useEffect(() => {
    if (map !== undefined && size.width > 0 && !isOwn.current) store.look(fit);
  }, [store, map, size, fit]);

  const settle = useEvent((): void => {
    const isFit =
      Math.abs(store.view.zoom - fit.zoom) < 1e-6 && store.view.x === fit.x && store.view.y === fit.y;
    if (!isFit) isOwn.current = true;
    const at = isFit ? null : writeView(store.view);
    if (map !== undefined && at !== params.at) set({ at });
  });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = store.subscribe(() => {
      clearTimeout(timer);
      timer = setTimeout(settle, SETTLED_MS);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [store, settle]);

  const look = (view: MapView): void => {
    const { minZoom, maxZoom } = zoomRange(fit);
    isOwn.current = true;
    store.look({ ...view, zoom: Math.min(maxZoom, Math.max(minZoom, view.zoom)) });
  };
  return {
    store,
    fit,
    measure: useMeasure(store),
    showAll: () => {
      isOwn.current = false;
      store.look(fit);
    },
    zoom: (by) => look({ ...store.view, zoom: store.view.zoom + by }),
    pan: (dx, dy) => look(panned(store.view, dx, dy)),
    reveal: (x, y) => {
      const { view } = store;
      const half = 2 ** -view.zoom * 0.42;
      const near = (at: number, from: number, reach: number): number =>
        Math.min(at + reach, Math.max(at - reach, from));
      const next = { ...view, x: near(x, view.x, half * size.width), y: near(y, view.y, half * size.height) };
      if (next.x !== view.x || next.y !== view.y) look(next);
    },
  };
}

function useMeasure(store: ViewStore): (element: HTMLElement | null) => void {
  const observer = useRef<ResizeObserver | null>(null);
  return useEvent((element: HTMLElement | null): void => {
    observer.current?.disconnect();
    if (element === null) return;
    const measure = (): void =>
      store.resize({ width: element.clientWidth, height: element.clientHeight } satisfies Size);
    measure();
    observer.current = new ResizeObserver(measure);
    observer.current.observe(element);
  });
}
