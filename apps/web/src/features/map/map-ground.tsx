"use client";
import type { MapData } from "@retake/trpc/map-data";
import type { ReactNode, RefObject } from "react";
import { MapSurface } from "./canvas/map-surface.tsx";
import type { CanvasHandle } from "./canvas/points-canvas.tsx";
import { HoverCard } from "./parts/hover-card.tsx";
import { LegendPanel } from "./parts/legend-panel.tsx";
import { MapNotice } from "./parts/map-states.tsx";
import { Minimap } from "./parts/minimap.tsx";
import { TimeSlider } from "./parts/time-slider.tsx";
import type { MapScreenState } from "./state/use-map-screen.ts";

interface MapGroundProps {
  screen: MapScreenState;
  map: MapData;
  canvas: RefObject<CanvasHandle | null>;
  hasGraphics: boolean;
  onFail: () => void;
  /** What slides in from below. */
  children: ReactNode;
}

/** The map with all that lies on it, over the slider of time. Without graphics a line says so, and the list beside it does all the work. */
export function MapGround({ screen, map, canvas, hasGraphics, onFail, children }: MapGroundProps) {
  if (!hasGraphics) {
    return (
      <div className="relative flex min-h-0 min-w-0 flex-1 flex-col">
        <p role="status" className="border-b px-3 py-2 text-sm text-ink-2">
          This browser cannot draw the map: it has no WebGL. The list has the same episodes.
        </p>
        <div className="relative min-h-48 flex-1">
          <LegendPanel screen={screen} />
          {children}
        </div>
      </div>
    );
  }
  return (
    <section aria-label="Map of episodes" className="flex min-h-0 min-w-0 flex-1 flex-col">
      <div className="relative min-h-0 flex-1">
        <MapSurface screen={screen} canvas={canvas} onFail={onFail} />
        <LegendPanel screen={screen} />
        <MapNotice state={screen.data.state} placed={map.count} />
        <Minimap screen={screen} map={map} />
        {screen.hovered === -1 ? null : <HoverCard screen={screen} map={map} />}
        {children}
      </div>
      <TimeSlider screen={screen} map={map} />
    </section>
  );
}
