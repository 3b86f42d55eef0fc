"use client";
import type { PointerEvent, RefObject } from "react";
import { unproject } from "../model/map-view.ts";
import type { MapScreenState } from "../state/use-map-screen.ts";

/** How near a pointer or a finger must come to a point. */
const REACH_PX = { mouse: 10, pen: 14, touch: 22 } as const;

/** Where on the map an event is, in pixels, and the nearest shown point within reach, or -1. */
export function usePointAt({ view, points }: MapScreenState, surface: RefObject<HTMLDivElement | null>) {
  const placeOf = (event: PointerEvent): readonly [number, number] => {
    const box = surface.current?.getBoundingClientRect();
    return [event.clientX - (box?.left ?? 0), event.clientY - (box?.top ?? 0)];
  };
  const pointAt = (event: PointerEvent): number => {
    const { view: now, size } = view.store;
    const [x, y] = unproject(now, size, ...placeOf(event));
    const reach = REACH_PX[event.pointerType as keyof typeof REACH_PX] ?? REACH_PX.mouse;
    return points.grid.nearest(x, y, reach / 2 ** now.zoom, (i) => points.isVisible[i] === 1);
  };
  return { placeOf, pointAt };
}
