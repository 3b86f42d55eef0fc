import { isPlaced } from "./warm-start.ts";

export interface AlignedLayout {
  /** `next`, moved, turned and perhaps mirrored, but not scaled. */
  layout: Float32Array;
  /** How far points that are in both lie apart on the mean, as a share of the earlier map's width. */
  meanShift: number;
}

/** Lays a map over an earlier one as well as it fits, so that a refit does not turn it round. (Orthogonal Procrustes in the plane.) */
export function alignLayout(previous: Float32Array, next: Float32Array): AlignedLayout {
  const shared: number[] = [];
  const rows = Math.min(previous.length, next.length) / 2;
  for (let row = 0; row < rows; row++) if (isPlaced(previous, row) && isPlaced(next, row)) shared.push(row);
  if (shared.length === 0) return { layout: next.slice(), meanShift: 0 };
  const to = centreOf(previous, shared);
  const from = centreOf(next, shared);
  // Sums of products: with them the best turn of either kind has a closed form, and the one that brings more together wins.
  let [xx, xy, yx, yy] = [0, 0, 0, 0];
  for (const row of shared) {
    const [ax, ay] = [next[2 * row]! - from.x, next[2 * row + 1]! - from.y];
    const [bx, by] = [previous[2 * row]! - to.x, previous[2 * row + 1]! - to.y];
    xx += ax * bx;
    xy += ax * by;
    yx += ay * bx;
    yy += ay * by;
  }
  const turned = Math.hypot(xx + yy, xy - yx);
  const mirrored = Math.hypot(xx - yy, xy + yx);
  const flip = mirrored > turned ? -1 : 1;
  const angle = flip === 1 ? Math.atan2(xy - yx, xx + yy) : Math.atan2(xy + yx, xx - yy);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const layout = new Float32Array(next.length);
  for (let row = 0; row < next.length / 2; row++) {
    const x = next[2 * row]! - from.x;
    const y = flip * (next[2 * row + 1]! - from.y);
    layout[2 * row] = to.x + cos * x - sin * y;
    layout[2 * row + 1] = to.y + sin * x + cos * y;
  }
  return { layout, meanShift: meanShift(previous, layout, shared) };
}

function meanShift(previous: Float32Array, layout: Float32Array, shared: readonly number[]): number {
  let [sum, left, right, low, high] = [0, Infinity, -Infinity, Infinity, -Infinity];
  for (const row of shared) {
    const [x, y] = [previous[2 * row]!, previous[2 * row + 1]!];
    sum += Math.hypot(layout[2 * row]! - x, layout[2 * row + 1]! - y);
    left = Math.min(left, x);
    right = Math.max(right, x);
    low = Math.min(low, y);
    high = Math.max(high, y);
  }
  const width = Math.max(right - left, high - low);
  return width > 0 ? sum / shared.length / width : 0;
}

function centreOf(layout: Float32Array, rows: readonly number[]): { x: number; y: number } {
  let [x, y] = [0, 0];
  for (const row of rows) {
    x += layout[2 * row]!;
    y += layout[2 * row + 1]!;
  }
  return { x: x / rows.length, y: y / rows.length };
}
