import { AREA_CORNERS_MAX, insideOf } from "@retake/trpc/map-area";

type Corner = readonly [number, number];

/** Marks (1) the points inside a closed line that `admits` lets in. */
export function pointsInside(
  corners: readonly Corner[],
  x: Float32Array,
  y: Float32Array,
  admits: (point: number) => boolean,
): Uint8Array {
  const marked = new Uint8Array(x.length);
  const xs = corners.map(([cx]) => cx);
  const ys = corners.map(([, cy]) => cy);
  const [left, right, bottom, top] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const isInside = insideOf({ corners });
  for (let i = 0; i < x.length; i += 1) {
    const px = x[i] ?? 0;
    const py = y[i] ?? 0;
    if (px < left || px > right || py < bottom || py > top || !admits(i)) continue;
    if (isInside(px, py)) marked[i] = 1;
  }
  return marked;
}

/** The box between two corners, as a closed line. */
export function boxCorners([ax, ay]: Corner, [bx, by]: Corner): Corner[] {
  return [
    [ax, ay],
    [bx, ay],
    [bx, by],
    [ax, by],
  ];
}

/**
 * A drawn line with at most as many corners as an area may have: those that can be left out at the least change of what it encloses go first.
 * Visvalingam and Whyatt, Line generalisation by repeated elimination of points (1993).
 */
export function simplified(corners: readonly Corner[], max: number = AREA_CORNERS_MAX): Corner[] {
  const kept = [...corners];
  const areas = kept.map((_, i) => areaAt(kept, i));
  while (kept.length > Math.max(3, max)) {
    let least = 0;
    for (let i = 1; i < areas.length; i += 1) if ((areas[i] ?? 0) < (areas[least] ?? 0)) least = i;
    kept.splice(least, 1);
    areas.splice(least, 1);
    for (const beside of [(least - 1 + kept.length) % kept.length, least % kept.length])
      areas[beside] = areaAt(kept, beside);
  }
  return kept;
}

/** Twice the triangle of a corner and those beside it. */
function areaAt(corners: readonly Corner[], i: number): number {
  const [ax, ay] = corners[(i - 1 + corners.length) % corners.length] ?? [0, 0];
  const [bx, by] = corners[i] ?? [0, 0];
  const [cx, cy] = corners[(i + 1) % corners.length] ?? [0, 0];
  return Math.abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay));
}
