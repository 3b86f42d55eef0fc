import { WHY_PX } from "../search/why-line.tsx";
import { CARD_PX } from "./episode-card.tsx";
import { TILE_CAPTION_PX, TILE_MIN_PX } from "./poster-tile.tsx";
import { TABLE_ROW_PX } from "./table-row.tsx";

/** Under this width the table becomes cards. */
const TABLE_MIN_PX = 640;
const GRID_PADDING_PX = 8;

export interface ListLayout {
  kind: "table" | "cards" | "grid";
  /** Items beside each other, and the height of one line of them. */
  perLine: number;
  linePx: number;
  /** Height of the head that stays while the list scrolls. */
  headPx: number;
}

/** How the list is laid out in a width of so many pixels; results have a line more each, that says why they are there. */
export function layoutOf(widthPx: number, view: "table" | "grid", areResults: boolean): ListLayout {
  const whyPx = areResults ? WHY_PX : 0;
  if (view === "grid") {
    const inner = Math.max(TILE_MIN_PX, widthPx - 2 * GRID_PADDING_PX);
    const perLine = Math.max(2, Math.floor(inner / TILE_MIN_PX));
    const picturePx = Math.round((inner / perLine) * 0.75);
    return { kind: "grid", perLine, linePx: picturePx + TILE_CAPTION_PX + whyPx, headPx: 0 };
  }
  if (widthPx < TABLE_MIN_PX) return { kind: "cards", perLine: 1, linePx: CARD_PX + whyPx, headPx: 0 };
  return { kind: "table", perLine: 1, linePx: TABLE_ROW_PX + whyPx, headPx: 33 };
}
