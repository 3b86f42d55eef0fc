"use client";
import type { MapData } from "@retake/trpc/map-data";
import { useEffect, useRef, useSyncExternalStore, type PointerEvent } from "react";
import { shownRow } from "../model/colouring.ts";
import { boundsOf, fitView, project, unproject, type MapView, type Size } from "../model/map-view.ts";
import type { MapScreenState } from "../state/use-map-screen.ts";

const SIZE: Size = { width: 132, height: 96 };
/** Drawn at most; a picture this small shows no more. */
const DOTS_MAX = 6_000;
/** Nearer than this to the view of all, it would only repeat what one sees. */
const SHOWN_FROM = 0.6;

/** All of the map, small, with what is in sight; a press or drag looks there. Gone while all is in sight anyway. */
export function Minimap({ screen, map }: { screen: MapScreenState; map: MapData }) {
  const { view } = screen;
  const { view: now, size } = useSyncExternalStore(
    view.store.subscribe,
    view.store.snapshot,
    view.store.snapshot,
  );
  if (now.zoom < view.fit.zoom + SHOWN_FROM) return null;
  const whole = wholeView(map);
  const half = 2 ** -now.zoom / 2;
  const [left, top] = project(whole, SIZE, now.x - half * size.width, now.y + half * size.height);
  const [right, bottom] = project(whole, SIZE, now.x + half * size.width, now.y - half * size.height);
  const look = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.buttons !== 1) return;
    const box = event.currentTarget.getBoundingClientRect();
    const [x, y] = unproject(whole, SIZE, event.clientX - box.left, event.clientY - box.top);
    view.store.look({ ...view.store.view, x, y });
  };
  return (
    <div
      aria-hidden
      style={SIZE}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        look(event);
      }}
      onPointerMove={look}
      className="absolute right-2 bottom-2 z-10 touch-none overflow-hidden rounded border bg-ground/90 max-md:hidden"
    >
      <Dots screen={screen} map={map} />
      <div
        style={{ left, top, width: Math.max(4, right - left), height: Math.max(4, bottom - top) }}
        className="absolute rounded-sm border border-accent bg-accent/10"
      />
    </div>
  );
}

/** With a narrower margin than the map itself has. */
function wholeView(map: MapData): MapView {
  return fitView(boundsOf(map.x, map.y), { width: SIZE.width + 92, height: SIZE.height + 92 });
}

function Dots({ screen: { points }, map }: { screen: MapScreenState; map: MapData }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { colouring, isShown, isVisible } = points;
  useEffect(() => {
    const ink = canvas.current?.getContext("2d");
    if (ink === null || ink === undefined || colouring === null) return;
    ink.clearRect(0, 0, SIZE.width, SIZE.height);
    const whole = wholeView(map);
    const step = Math.max(1, Math.ceil(map.count / DOTS_MAX));
    for (let i = 0; i < map.count; i += step) {
      if (isVisible[i] !== 1) continue;
      const [x, y] = project(whole, SIZE, map.x[i] ?? 0, map.y[i] ?? 0);
      ink.fillStyle = colouring.rows[shownRow(colouring, i, isShown)]?.colour ?? "#888888";
      ink.fillRect(x, y, 1.5, 1.5);
    }
  }, [map, colouring, isShown, isVisible]);
  return <canvas ref={canvas} width={SIZE.width} height={SIZE.height} className="absolute inset-0" />;
}
