import { columnsShape, smallestArea } from "./grid-shape.ts";

/** Columns whose smallest picture loses less than this in area are as good as the best, when they need less height. */
const LOSS_MAX = 0.1;
/** Within one way of lining up: pixels rounded away. */
const ROUNDING_MAX = 0.01;

/**
 * The least height, in pixels, at which pictures `aspects` (width / height each) show about as large as they would at `heightMax`: what
 * lies above it would stay empty at this width. 0 for no picture.
 */
export function gridHeight(aspects: readonly number[], width: number, heightMax: number): number {
  if (aspects.length === 0 || width <= 0 || heightMax <= 0) return 0;
  const columns = aspects.map((_, i) => i + 1);
  const areas = columns.map((count) => smallestArea(columnsShape(aspects, count, width, heightMax)));
  const enough = Math.max(...areas) * (1 - LOSS_MAX);
  const heights = columns
    .filter((_, i) => (areas[i] ?? 0) >= enough)
    .map((count) => filledHeight(aspects, count, width, heightMax));
  return Math.min(...heights);
}

/** The height from which more height no longer enlarges the smallest picture in that many columns. */
function filledHeight(aspects: readonly number[], columns: number, width: number, heightMax: number): number {
  const areaAt = (height: number): number => smallestArea(columnsShape(aspects, columns, width, height));
  const enough = areaAt(heightMax) * (1 - ROUNDING_MAX);
  let low = 0;
  let high = Math.floor(heightMax);
  // A taller space never makes a picture smaller.
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (areaAt(middle) >= enough) high = middle;
    else low = middle;
  }
  return high;
}
