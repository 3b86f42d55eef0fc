import { expect, type Locator, type Page } from "@playwright/test";
import type { MapData } from "@retake/trpc/map-data";
import { decodeMap } from "@retake/trpc/map-wire";
import { house } from "../replay/support/house.ts";
import { untilIndexed } from "./until-indexed.ts";

export const mapUrl = (query = "", workspace = house.workspace()): string =>
  `${house.url()}/w/${workspace}/map${query}`;

/** The map as the page gets it, asked with the page's own login. */
export async function mapOf(page: Page, workspace = house.workspace()): Promise<MapData> {
  const response = await page.request.get(`${house.url()}/data/v1/workspaces/${workspace}/map/motion`);
  expect(response.status()).toBe(200);
  const body = await response.body();
  return decodeMap(Uint8Array.from(body).buffer);
}

/** Where graphics are drawn in software, and other programs run beside. */
const DRAWN = { timeout: 60_000 };

/** Waits until all episodes have their places, those too that an earlier story has just recorded: one that comes later is one more point. */
export async function laidOut(page: Page): Promise<MapData> {
  const recording = async (): Promise<number> => {
    const response = await page.request.get(`${house.url()}/api/v1/sessions?status=recording&limit=1`);
    return ((await response.json()) as { total: number }).total;
  };
  await expect.poll(recording, { timeout: 60_000, intervals: [250] }).toBe(0);
  await untilIndexed(page);
  return mapOf(page);
}

/** Points span so many pixels at most: the legend, at the left edge of the smallest screen that has one, covers none of them. */
const SPAN_PX = 250;

/** Opens the map where one looks at its middle, so that every point's pixels are known. */
export async function openMap(page: Page, map: MapData, query = ""): Promise<MapOnScreen> {
  const surface = page.locator("[data-points]");
  const [left, right] = [Math.min(...map.x), Math.max(...map.x)];
  const [bottom, top] = [Math.min(...map.y), Math.max(...map.y)];
  const zoom = Math.floor(Math.log2(SPAN_PX / Math.max(1e-6, right - left, top - bottom)) * 10) / 10;
  const view = {
    x: Number(((left + right) / 2).toFixed(3)),
    y: Number(((bottom + top) / 2).toFixed(3)),
    zoom,
  };
  const at = `at=${view.x},${view.y},${view.zoom}`;
  await page.goto(mapUrl(query === "" ? `?${at}` : `${query}&${at}`));
  await expect(surface).toHaveAttribute("data-points", String(map.count), DRAWN);
  await expect(surface.locator("canvas")).toBeVisible(DRAWN);
  const box = await surface.boundingBox();
  if (box === null) throw new Error("the map is not on screen");
  return {
    surface,
    pixelOf: (point) => [
      box.x + box.width / 2 + ((map.x[point] ?? 0) - view.x) * 2 ** zoom,
      box.y + box.height / 2 - ((map.y[point] ?? 0) - view.y) * 2 ** zoom,
    ],
    pixelsPerUnit: 2 ** zoom,
  };
}

export interface MapOnScreen {
  surface: Locator;
  /** Of the page. */
  pixelOf: (point: number) => [number, number];
  pixelsPerUnit: number;
}

/** The nearest point of all to a pixel, found by looking at every one. */
export function nearestTo(screen: MapOnScreen, count: number, px: number, py: number): number {
  let [best, least] = [-1, Infinity];
  for (let i = 0; i < count; i += 1) {
    const [x, y] = screen.pixelOf(i);
    if (Math.hypot(x - px, y - py) < least) [best, least] = [i, Math.hypot(x - px, y - py)];
  }
  return best;
}
