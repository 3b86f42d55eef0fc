"use client";
import { useRef, useState, type PointerEvent, type RefObject } from "react";
import { boxCorners } from "../model/lasso.ts";
import { unproject } from "../model/map-view.ts";
import type { MapScreenState } from "../state/use-map-screen.ts";
import { usePointAt } from "./use-point-at.ts";

type Corner = readonly [number, number];

/** A press that moves less is a click. */
const CLICK_PX = 4;
/** Corners of a drawn line closer together than this are one. */
const STEP_PX = 3;

const apart = ([ax, ay]: Corner, [bx, by]: Corner): number => Math.hypot(ax - bx, ay - by);

interface Press {
  start: Corner;
  corners: Corner[];
  /** Null: it moves the map, which is deck's to do. */
  draws: "lasso" | "box" | null;
  moved: boolean;
}

/** What the pointer does on the map: find, open and choose points, and draw a lasso or box. */
export function useMapPointer(screen: MapScreenState, surface: RefObject<HTMLDivElement | null>) {
  const { view, map, tool, selection } = screen;
  const press = useRef<Press | null>(null);
  const [line, setLine] = useState<readonly Corner[] | null>(null);

  const { placeOf, pointAt } = usePointAt(screen, surface);

  const down = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.button !== 0 || !event.isPrimary) return;
    const start = placeOf(event);
    const draws = tool !== "move" ? tool : event.shiftKey ? "box" : null;
    press.current = { start, corners: [start], draws, moved: false };
    if (draws === null) return;
    // deck must not move the map meanwhile.
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const move = (event: PointerEvent<HTMLDivElement>): void => {
    const now = placeOf(event);
    const { current } = press;
    if (current === null) {
      if (event.pointerType !== "touch") screen.setHovered(pointAt(event));
      return;
    }
    if (apart(now, current.start) > CLICK_PX) current.moved = true;
    if (current.draws === null) {
      if (current.moved) screen.setHovered(-1);
      return;
    }
    event.stopPropagation();
    if (apart(now, current.corners.at(-1) ?? current.start) < STEP_PX) return;
    if (current.draws === "lasso") current.corners.push(now);
    else current.corners = [now];
    if (current.moved)
      setLine(current.draws === "lasso" ? [...current.corners] : boxCorners(current.start, now));
  };
  const up = (event: PointerEvent<HTMLDivElement>): void => {
    const { current } = press;
    press.current = null;
    setLine(null);
    if (current === null || map === undefined) return;
    if (current.draws !== null && current.moved) {
      event.stopPropagation();
      const drawn = current.draws === "lasso" ? current.corners : boxCorners(current.start, placeOf(event));
      const corners = drawn.map(([x, y]) => unproject(view.store.view, view.store.size, x, y));
      if (corners.length >= 3) selection.lasso(corners, event.shiftKey && tool !== "move");
      screen.setTool("move");
      return;
    }
    if (current.moved) return;
    const point = pointAt(event);
    if (point === -1) {
      if (!event.shiftKey) selection.clear();
      return;
    }
    screen.setCurrent(point);
    if (event.shiftKey || event.metaKey || event.ctrlKey) selection.toggle(point);
    else screen.open(point);
  };
  return {
    line,
    handlers: {
      onPointerDownCapture: down,
      onPointerMoveCapture: move,
      onPointerUpCapture: up,
      onPointerCancel: () => {
        press.current = null;
        setLine(null);
      },
      onPointerLeave: () => screen.setHovered(-1),
    },
  };
}
