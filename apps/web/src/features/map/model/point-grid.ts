import { boundsOf } from "./map-view.ts";

/** Finds points by place. Exact: the answer is that of looking at every point. */
export interface PointGrid {
  /** The nearest admitted point within `radius` of a place (in the map's units), or -1; of equally near ones the one of the lowest index. */
  nearest(x: number, y: number, radius: number, admits: (point: number) => boolean): number;
}

const POINTS_PER_CELL = 4;
const CELLS_PER_SIDE_MAX = 512;

/** Points sorted into square cells: one pass to count, one to place. */
export function createPointGrid(x: Float32Array, y: Float32Array): PointGrid {
  const bounds = boundsOf(x, y);
  if (bounds === null) return { nearest: () => -1 };
  const { left, bottom } = bounds;
  const perSide = Math.min(CELLS_PER_SIDE_MAX, Math.max(1, Math.ceil(Math.sqrt(x.length / POINTS_PER_CELL))));
  const extent = Math.max(bounds.right - left, bounds.top - bottom, 1e-9);
  const cell = extent / perSide;
  const columnOf = (value: number, from: number): number =>
    Math.min(perSide - 1, Math.max(0, Math.floor((value - from) / cell)));
  const cellOf = (i: number): number => columnOf(y[i] ?? 0, bottom) * perSide + columnOf(x[i] ?? 0, left);

  const starts = new Uint32Array(perSide * perSide + 1);
  for (let i = 0; i < x.length; i += 1) starts[cellOf(i) + 1] = (starts[cellOf(i) + 1] ?? 0) + 1;
  for (let c = 1; c < starts.length; c += 1) starts[c] = (starts[c] ?? 0) + (starts[c - 1] ?? 0);
  const next = starts.slice();
  const points = new Uint32Array(x.length);
  for (let i = 0; i < x.length; i += 1) {
    const c = cellOf(i);
    const at = next[c] ?? 0;
    points[at] = i;
    next[c] = at + 1;
  }

  return {
    nearest(px, py, radius, admits) {
      let best = -1;
      let bestSquare = radius * radius;
      for (let row = columnOf(py - radius, bottom); row <= columnOf(py + radius, bottom); row += 1) {
        const from = starts[row * perSide + columnOf(px - radius, left)] ?? 0;
        const to = starts[row * perSide + columnOf(px + radius, left) + 1] ?? 0;
        for (let at = from; at < to; at += 1) {
          const i = points[at] ?? 0;
          const square = ((x[i] ?? 0) - px) ** 2 + ((y[i] ?? 0) - py) ** 2;
          const isNearer = square < bestSquare || (square === bestSquare && (best === -1 || i < best));
          if (isNearer && admits(i)) {
            best = i;
            bestSquare = square;
          }
        }
      }
      return best;
    },
  };
}
