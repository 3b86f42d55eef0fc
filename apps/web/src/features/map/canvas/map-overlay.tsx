"use client";
import type { MapData } from "@retake/trpc/map-data";
import { useSyncExternalStore } from "react";
import { project } from "../model/map-view.ts";
import { basePixels, zoomFactor } from "../model/point-sizes.ts";
import { namesOpacity, visibleNames } from "../model/visible-names.ts";
import type { MapScreenState } from "../state/use-map-screen.ts";
import { useNeighbours, type Edges } from "../state/use-neighbours.ts";
import { SplitName } from "../parts/split-name.tsx";
import { TeammatesOnMap } from "./teammates-on-map.tsx";

/** What floats above the points: names of clusters, the point in hand with its nearest neighbours. */
export function MapOverlay({ screen, map }: { screen: MapScreenState; map: MapData }) {
  const { view, hovered, current, opened, workspace } = screen;
  const { view: now, size } = useSyncExternalStore(
    view.store.subscribe,
    view.store.snapshot,
    view.store.snapshot,
  );
  const inHand = hovered !== -1 ? hovered : current !== -1 ? current : opened;
  const edges = useNeighbours(workspace.slug, map, inHand);
  const place = (point: number): [number, number] => project(now, size, map.x[point] ?? 0, map.y[point] ?? 0);
  const radius = (basePixels(map.count) * zoomFactor(now.zoom - view.fit.zoom)) / 2 + 3;
  const opacity = namesOpacity(now.zoom, view.fit.zoom);

  return (
    <div className="pointer-events-none absolute inset-0 overflow-hidden" aria-hidden>
      <svg className="absolute inset-0 size-full">
        {edges !== null && edges.from === inHand ? (
          <EdgeLines edges={edges} place={place} radius={radius} />
        ) : null}
        {opened === -1 ? null : <Ring at={place(opened)} radius={radius + 2} className="stroke-accent" />}
        {inHand === -1 ? null : <Ring at={place(inHand)} radius={radius} className="stroke-ink" />}
      </svg>
      <TeammatesOnMap
        placeOf={screen.points.placeOf}
        isVisible={screen.points.isVisible}
        at={place}
        radius={radius}
      />
      {opacity === 0
        ? null
        : visibleNames(map.clusters, now, size).map(({ cluster, left, top }) => (
            <span
              key={cluster.id}
              style={{
                left,
                top,
                opacity,
                textShadow: "0 0 4px var(--ground), 0 0 4px var(--ground)",
              }}
              className="absolute flex max-w-44 -translate-x-1/2 -translate-y-1/2 rounded-sm bg-ground/40 px-1 text-xs font-medium text-ink"
            >
              <SplitName name={cluster.name} />
            </span>
          ))}
    </div>
  );
}

interface EdgeLinesProps {
  edges: Edges;
  place: (point: number) => [number, number];
  radius: number;
}

/** The stronger a line, the more alike. */
function EdgeLines({ edges, place, radius }: EdgeLinesProps) {
  const [x, y] = place(edges.from);
  return edges.to.map(({ point, similarity }) => {
    const [toX, toY] = place(point);
    return (
      <g
        key={point}
        data-edge={point}
        className="stroke-ink"
        opacity={0.25 + 0.5 * Math.min(1, Math.max(0, similarity))}
      >
        <line x1={x} y1={y} x2={toX} y2={toY} strokeWidth={1} />
        <circle cx={toX} cy={toY} r={radius} strokeWidth={1.5} fill="none" />
      </g>
    );
  });
}

function Ring({
  at: [x, y],
  radius,
  className,
}: {
  at: [number, number];
  radius: number;
  className: string;
}) {
  return <circle cx={x} cy={y} r={radius} strokeWidth={2} fill="none" className={className} />;
}
