import { namesOpacity, visibleNames } from "./model/visible-names.ts";
import type { MapScreenState } from "./state/use-map-screen.ts";

const LEGEND_ROWS_MAX = 12;

/** The map as it is on screen, with its ground, names and legend, as PNG. */
export async function drawPicture(screen: MapScreenState, points: HTMLCanvasElement): Promise<Blob | null> {
  const { map, view } = screen;
  const { size, view: now } = view.store;
  const ratio = points.width / Math.max(1, size.width);
  const canvas = document.createElement("canvas");
  canvas.width = points.width;
  canvas.height = points.height;
  const ink = canvas.getContext("2d");
  if (ink === null || map === undefined) return null;
  const style = getComputedStyle(document.documentElement);
  ink.fillStyle = style.getPropertyValue("--ground");
  ink.fillRect(0, 0, canvas.width, canvas.height);
  ink.drawImage(points, 0, 0);
  ink.scale(ratio, ratio);
  ink.font = "12px system-ui, sans-serif";
  ink.fillStyle = style.getPropertyValue("--ink");
  ink.textBaseline = "middle";
  ink.textAlign = "center";
  ink.globalAlpha = namesOpacity(now.zoom, view.fit.zoom);
  for (const { cluster, left, top } of visibleNames(map.clusters, now, size))
    ink.fillText(cluster.name, left, top, 180);
  ink.globalAlpha = 1;
  ink.textAlign = "left";
  const { colouring, isShown } = screen.points;
  const rows = (colouring?.rows ?? []).filter((_, i) => isShown === null || isShown[i] === 1);
  rows.slice(0, LEGEND_ROWS_MAX).forEach(({ label, colour }, i) => {
    ink.fillStyle = colour;
    ink.fillRect(12, 12 + i * 18, 10, 10);
    ink.fillStyle = style.getPropertyValue("--ink");
    ink.fillText(label, 28, 17 + i * 18, 240);
  });
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}
