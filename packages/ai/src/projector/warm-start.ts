import type { Neighbours } from "../types.ts";

/** Where an earlier layout has no place for a row: the mean of its neighbours' places, or the middle of the map. */
export function fillStart(start: Float32Array, { k, index }: Neighbours): Float32Array {
  const layout = start.slice();
  const [middleX, middleY] = middle(start);
  for (let row = 0; row < layout.length / 2; row++) {
    if (isPlaced(start, row)) continue;
    let [x, y, count] = [0, 0, 0];
    for (let at = row * k; at < (row + 1) * k; at++) {
      const other = index[at]!;
      if (other < 0 || !isPlaced(start, other)) continue;
      x += start[2 * other]!;
      y += start[2 * other + 1]!;
      count++;
    }
    // Those without any placed neighbour must not all lie in one place.
    const spread = 1e-2;
    layout[2 * row] = (count > 0 ? x / count : middleX) + spread * Math.sin(row);
    layout[2 * row + 1] = (count > 0 ? y / count : middleY) + spread * Math.cos(row);
  }
  return layout;
}

export function isPlaced(layout: Float32Array, row: number): boolean {
  return Number.isFinite(layout[2 * row]!) && Number.isFinite(layout[2 * row + 1]!);
}

function middle(start: Float32Array): [number, number] {
  let [x, y, count] = [0, 0, 0];
  for (let row = 0; row < start.length / 2; row++) {
    if (!isPlaced(start, row)) continue;
    x += start[2 * row]!;
    y += start[2 * row + 1]!;
    count++;
  }
  return count === 0 ? [0, 0] : [x / count, y / count];
}
