"use client";
import { useEffect, type RefObject } from "react";
import { useStage, type Stage } from "../player-context.tsx";
import { clampSpan, panSpan, type TimeSpan } from "./view-window.ts";

/** A press that moves less than this is a click. */
const CLICK_PX = 4;
const WHEEL_ZOOM = 0.0015;

interface Drag {
  kind: "select" | "pan" | "stretch";
  id: number;
  fromX: number;
  view: TimeSpan;
}

function secondsPerPixel(surface: HTMLElement, view: TimeSpan): number {
  return (view.to - view.from) / Math.max(1, surface.clientWidth);
}

function timeUnder(surface: HTMLElement, view: TimeSpan, clientX: number): number {
  return view.from + (clientX - surface.getBoundingClientRect().left) * secondsPerPixel(surface, view);
}

/** Draws the stretch that a drag selects. */
function drawSelection(box: HTMLElement | null, surface: HTMLElement, a: number, b: number): void {
  if (box === null) return;
  const left = surface.getBoundingClientRect().left;
  box.style.display = "block";
  box.style.left = `${Math.min(a, b) - left}px`;
  box.style.width = `${Math.abs(b - a)}px`;
}

function listen(
  surface: HTMLElement,
  selection: HTMLElement | null,
  stage: Stage,
  signal: AbortSignal,
  onStretch: ((span: TimeSpan) => void) | null,
): void {
  const { player, view } = stage;
  let drag: Drag | null = null;

  const endDrag = (): void => {
    drag = null;
    if (selection !== null) selection.style.display = "none";
  };
  const onDown = (event: PointerEvent): void => {
    if (event.button !== 0 || event.pointerType === "touch") return;
    drag = {
      kind: event.shiftKey ? "pan" : event.altKey && onStretch !== null ? "stretch" : "select",
      id: event.pointerId,
      fromX: event.clientX,
      view: view.get(),
    };
    surface.setPointerCapture(event.pointerId);
  };
  const onMove = (event: PointerEvent): void => {
    if (drag === null || Math.abs(event.clientX - drag.fromX) < CLICK_PX) return;
    if (drag.kind !== "pan") drawSelection(selection, surface, drag.fromX, event.clientX);
    else {
      const seconds = (drag.fromX - event.clientX) * secondsPerPixel(surface, drag.view);
      view.set(panSpan(drag.view, view.whole, seconds));
    }
  };
  const onUp = (event: PointerEvent): void => {
    if (drag === null || drag.id !== event.pointerId) return;
    const moved = Math.abs(event.clientX - drag.fromX) >= CLICK_PX;
    const [a, b] = [drag.fromX, event.clientX]
      .map((x) => timeUnder(surface, view.get(), x))
      .toSorted((m, n) => m - n);
    if (!moved) player.seek(timeUnder(surface, view.get(), event.clientX));
    else if (a !== undefined && b !== undefined) {
      if (drag.kind === "select") view.set({ from: a, to: b });
      if (drag.kind === "stretch") onStretch?.(clampSpan({ from: a, to: b }, view.whole));
    }
    endDrag();
  };
  const onWheel = (event: WheelEvent): void => {
    event.preventDefault();
    const span = view.get();
    if (Math.abs(event.deltaX) > Math.abs(event.deltaY))
      view.pan(event.deltaX * secondsPerPixel(surface, span));
    else view.zoom(timeUnder(surface, span, event.clientX), Math.exp(event.deltaY * WHEEL_ZOOM));
  };
  surface.addEventListener("pointerdown", onDown, { signal });
  surface.addEventListener("pointermove", onMove, { signal });
  surface.addEventListener("pointerup", onUp, { signal });
  surface.addEventListener("pointercancel", endDrag, { signal });
  surface.addEventListener("wheel", onWheel, { signal, passive: false });
  surface.addEventListener("dblclick", () => view.reset(), { signal });
  surface.addEventListener(
    "click",
    (event) => {
      if (event instanceof PointerEvent && event.pointerType === "touch") {
        player.seek(timeUnder(surface, view.get(), event.clientX));
      }
    },
    { signal },
  );
}

/** Keeps the time under the pointer known, also when the axis moves under a pointer that stands still. */
function listenHover(surface: HTMLElement, { view, hover }: Stage, signal: AbortSignal): void {
  let pointerX: number | null = null;
  const read = (): void => hover.set(pointerX === null ? null : timeUnder(surface, view.get(), pointerX));
  const at = (x: number | null): void => {
    pointerX = x;
    read();
  };
  surface.addEventListener("pointermove", (event) => at(event.clientX), { signal });
  surface.addEventListener("pointerleave", () => at(null), { signal });
  const stop = view.subscribe(() => {
    if (pointerX !== null) read();
  });
  signal.addEventListener("abort", stop, { once: true });
}

/** Two fingers: spread to zoom, move to pan. One finger scrolls the page as always. */
function listenTouch(surface: HTMLElement, { view }: Stage, signal: AbortSignal): void {
  let last: { middle: number; spread: number } | null = null;
  const fingers = (event: TouchEvent): { middle: number; spread: number } | null => {
    const [a, b] = [event.touches[0], event.touches[1]];
    if (a === undefined || b === undefined) return null;
    return { middle: (a.clientX + b.clientX) / 2, spread: Math.max(20, Math.abs(a.clientX - b.clientX)) };
  };
  surface.addEventListener("touchstart", (event) => (last = fingers(event)), { signal, passive: true });
  surface.addEventListener("touchend", (event) => (last = fingers(event)), { signal, passive: true });
  surface.addEventListener(
    "touchmove",
    (event) => {
      const now = fingers(event);
      if (now === null || last === null) return;
      event.preventDefault();
      const span = view.get();
      view.zoom(timeUnder(surface, span, now.middle), last.spread / now.spread);
      view.pan((last.middle - now.middle) * secondsPerPixel(surface, view.get()));
      last = now;
    },
    { signal, passive: false },
  );
}

/**
 * Makes an element that spans the shared time axis answer the pointer: hover reads, click seeks, drag zooms into the stretch,
 * Alt-drag tells of a stretch, shift-drag and two fingers pan, the wheel zooms, a double click shows everything again.
 */
export function useTimePointer(
  surface: RefObject<HTMLElement | null>,
  selection: RefObject<HTMLElement | null>,
  onStretch: ((span: TimeSpan) => void) | null,
): void {
  const stage = useStage();
  useEffect(() => {
    const element = surface.current;
    if (element === null) return undefined;
    const over = new AbortController();
    listen(element, selection.current, stage, over.signal, onStretch);
    listenHover(element, stage, over.signal);
    listenTouch(element, stage, over.signal);
    return () => over.abort();
  }, [surface, selection, stage, onStretch]);
}
