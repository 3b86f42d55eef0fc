/** Where one looks: the map's point in the middle, and log2 of the pixels that one unit of the map takes. */
export interface MapView {
  x: number;
  y: number;
  zoom: number;
}

export interface Size {
  width: number;
  height: number;
}

export interface Bounds {
  left: number;
  right: number;
  bottom: number;
  top: number;
}

const MARGIN_PX = 56;
/** A lone point, or some that lie upon each other, are not magnified beyond this. */
const FIT_ZOOM_MAX = 7;
const ZOOM_OUT_MAX = 3;
const ZOOM_IN_MAX = 12;

/** What lies around all points; null without any. */
export function boundsOf(x: Float32Array, y: Float32Array): Bounds | null {
  if (x.length === 0) return null;
  const bounds = { left: Infinity, right: -Infinity, bottom: Infinity, top: -Infinity };
  for (let i = 0; i < x.length; i += 1) {
    const [px, py] = [x[i] ?? 0, y[i] ?? 0];
    if (px < bounds.left) bounds.left = px;
    if (px > bounds.right) bounds.right = px;
    if (py < bounds.bottom) bounds.bottom = py;
    if (py > bounds.top) bounds.top = py;
  }
  return bounds;
}

/** The view that shows all of it. @param leftPx what lies over the map's left, and is left free */
export function fitView(bounds: Bounds | null, size: Size, leftPx = 0): MapView {
  if (bounds === null) return { x: 0, y: 0, zoom: 0 };
  const free = (px: number): number => Math.max(40, px - 2 * MARGIN_PX);
  const scale = Math.min(
    free(size.width - leftPx) / Math.max(1e-9, bounds.right - bounds.left),
    free(size.height) / Math.max(1e-9, bounds.top - bounds.bottom),
  );
  const zoom = Math.min(FIT_ZOOM_MAX, Math.log2(scale));
  return {
    x: (bounds.left + bounds.right) / 2 - leftPx / 2 / 2 ** zoom,
    y: (bounds.bottom + bounds.top) / 2,
    zoom,
  };
}

/** How far one may zoom, around the view that shows all. */
export function zoomRange(fit: MapView): { minZoom: number; maxZoom: number } {
  return { minZoom: fit.zoom - ZOOM_OUT_MAX, maxZoom: fit.zoom + ZOOM_IN_MAX };
}

/** Pixels from the upper left corner. */
export function project(view: MapView, size: Size, x: number, y: number): [number, number] {
  const scale = 2 ** view.zoom;
  return [size.width / 2 + (x - view.x) * scale, size.height / 2 - (y - view.y) * scale];
}

export function unproject(view: MapView, size: Size, px: number, py: number): [number, number] {
  const scale = 2 ** view.zoom;
  return [view.x + (px - size.width / 2) / scale, view.y - (py - size.height / 2) / scale];
}

/** Moves what is seen by pixels. */
export function panned(view: MapView, dx: number, dy: number): MapView {
  const scale = 2 ** view.zoom;
  return { ...view, x: view.x + dx / scale, y: view.y - dy / scale };
}

/** `x,y,zoom`, as it stands in an address. */
export function writeView({ x, y, zoom }: MapView): string {
  return [x, y, zoom].map((value) => String(Number(value.toFixed(3)))).join(",");
}

/** @returns null for what is no view */
export function readView(text: string): MapView | null {
  const parts = text.split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  const [x, y, zoom] = parts;
  if (parts.length !== 3 || x === undefined || y === undefined || zoom === undefined) return null;
  if (![x, y, zoom].every(Number.isFinite) || Math.abs(zoom) > 40) return null;
  return { x, y, zoom };
}
