import { gridShape } from "./grid-shape.ts";

/** A picture this much smaller in area is not seen as smaller. */
const LOSS_MAX = 0.01;

/**
 * The least height, in pixels, at which pictures `aspects` (width / height each) show as large as they would at `heightMax`: what lies
 * above it would stay empty at this width. 0 for no picture.
 */
export function gridHeight(aspects: readonly number[], width: number, heightMax: number): number {
  if (aspects.length === 0 || width <= 0 || heightMax <= 0) return 0;
  const enough = smallestArea(aspects, width, heightMax) * (1 - LOSS_MAX);
  let low = 0;
  let high = Math.ceil(heightMax);
  // A taller space never makes the smallest picture smaller.
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (smallestArea(aspects, width, middle) >= enough) high = middle;
    else low = middle;
  }
  return high;
}

function smallestArea(aspects: readonly number[], width: number, height: number): number {
  return Math.min(...gridShape(aspects, width, height, null).map((box) => box.width * box.height));
}
