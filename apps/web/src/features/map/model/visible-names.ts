import type { MapCluster } from "@retake/trpc/map-data";
import { project, type MapView, type Size } from "./map-view.ts";

export interface PlacedName {
  cluster: MapCluster;
  left: number;
  top: number;
}

const CHARACTER_PX = 6.4;
const WIDTH_MAX_PX = 180;
const HEIGHT_PX = 18;
/** Steps of zooming in (a doubling each) until names are gone. */
const FADES_FROM = 1.5;
const FADES_OVER = 1.5;

/** The names of the largest clusters that have room beside each other, in pixels. */
export function visibleNames(clusters: readonly MapCluster[], view: MapView, size: Size): PlacedName[] {
  const placed: (PlacedName & { width: number })[] = [];
  for (const cluster of clusters.toSorted((a, b) => b.count - a.count)) {
    const [left, top] = project(view, size, cluster.x, cluster.y);
    const width = Math.min(WIDTH_MAX_PX, cluster.name.length * CHARACTER_PX + 8);
    const isInside = left > -width / 2 && left < size.width + width / 2 && top > 0 && top < size.height;
    const isFree = placed.every(
      (other) =>
        Math.abs(other.left - left) > (other.width + width) / 2 || Math.abs(other.top - top) > HEIGHT_PX,
    );
    if (isInside && isFree) placed.push({ cluster, left, top, width });
  }
  return placed.map(({ cluster, left, top }) => ({ cluster, left, top }));
}

/** How strongly names are drawn: they say where one is, until one looks at single episodes. */
export function namesOpacity(zoom: number, fitZoom: number): number {
  return Math.min(1, Math.max(0, 1 - (zoom - fitZoom - FADES_FROM) / FADES_OVER));
}
