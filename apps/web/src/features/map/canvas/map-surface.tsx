"use client";
import dynamic from "next/dynamic";
import { useMemo, useRef, type RefObject } from "react";
import { cn } from "../../../ui/cn.ts";
import { paintPoints } from "../model/paint-points.ts";
import { basePixels, sizeFactors } from "../model/point-sizes.ts";
import type { MapScreenState } from "../state/use-map-screen.ts";
import { DrawnLine } from "./drawn-line.tsx";
import { MapOverlay } from "./map-overlay.tsx";
import type { CanvasHandle } from "./points-canvas.tsx";
import { useKeepFocus } from "./use-keep-focus.ts";
import { useMapPointer } from "./use-map-pointer.ts";

/** Three quarters of a megabyte that no other screen needs. */
const PointsCanvas = dynamic(async () => (await import("./points-canvas.tsx")).PointsCanvas, { ssr: false });

interface MapSurfaceProps {
  screen: MapScreenState;
  canvas: RefObject<CanvasHandle | null>;
  onFail: () => void;
}

/** The points, and what floats above them. The pointer moves, finds, chooses and opens; the keys do the same by the list beside it. */
export function MapSurface({ screen, canvas, onFail }: MapSurfaceProps) {
  const { map, points, isLit, params, view, tool } = screen;
  const surface = useRef<HTMLDivElement>(null);
  const positions = useMemo(() => {
    const triples = new Float32Array(3 * (map?.count ?? 0));
    for (let i = 0; i < (map?.count ?? 0); i += 1) {
      triples[3 * i] = map?.x[i] ?? 0;
      triples[3 * i + 1] = map?.y[i] ?? 0;
    }
    return triples;
  }, [map]);
  const sizes = useMemo(
    () => (map === undefined || params.size === "same" ? null : sizeFactors(map.numbers[params.size])),
    [map, params.size],
  );
  const painted = useMemo(
    () =>
      points.colouring === null
        ? null
        : paintPoints(points.colouring, points.isShown, points.isVisible, isLit, sizes),
    [points, isLit, sizes],
  );
  const { line, handlers } = useMapPointer(screen, surface);
  const keepFocus = useKeepFocus();
  const hasPoints = map !== undefined && map.count > 0 && painted?.marks.length === 2 * map.count;

  return (
    <div
      ref={(element) => {
        surface.current = element;
        view.measure(element);
        return () => view.measure(null);
      }}
      {...handlers}
      {...keepFocus}
      data-points={map?.count ?? 0}
      className={cn(
        "absolute inset-0 touch-none overflow-hidden select-none",
        tool !== "move" ? "cursor-crosshair" : screen.hovered === -1 ? "cursor-grab" : "cursor-pointer",
      )}
      onContextMenu={(event) => event.preventDefault()}
    >
      {hasPoints && painted !== null ? (
        <PointsCanvas
          handle={canvas}
          views={view.store}
          positions={positions}
          painted={painted}
          basePixels={basePixels(map.count)}
          fit={view.fit}
          onFail={onFail}
        />
      ) : null}
      {map === undefined ? null : <MapOverlay screen={screen} map={map} />}
      {line === null ? null : <DrawnLine corners={line} />}
    </div>
  );
}
