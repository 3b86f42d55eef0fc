import { sampleRows, seededRandom } from "../neighbours/seeded-random.ts";
import type { Neighbours } from "../types.ts";

/** With more new rows than this share, or … */
const NEW_MAX = 0.5;
/** … with neighbours that lie this far apart on it, in distances of rows drawn by lot, an earlier layout says nothing of these vectors. */
const STALE = 0.5;
const SAMPLE = 1000;

export interface WarmStart {
  layout: Float32Array;
  /** The more is new, the more there is to do; where nothing is, old rows hardly move. */
  learningRate: number;
  epochs: number;
}

/** How to begin from an earlier layout; null where it is better to begin afresh. */
export function warmStart(
  start: Float32Array | undefined,
  neighbours: Neighbours,
  seed: number,
): WarmStart | null {
  if (start === undefined) return null;
  const rows = start.length / 2;
  let placed = 0;
  for (let row = 0; row < rows; row++) if (isPlaced(start, row)) placed++;
  const share = rows === 0 ? 0 : 1 - placed / rows;
  if (share > NEW_MAX || staleness(start, neighbours, seed) > STALE) return null;
  return {
    layout: fillStart(start, neighbours),
    learningRate: 0.05 + 0.5 * share,
    epochs: Math.round(50 + 300 * share),
  };
}

/** Mean distance on the map of neighbours, as a share of that of any two. */
function staleness(start: Float32Array, { k, index }: Neighbours, seed: number): number {
  const random = seededRandom(seed);
  const rows = start.length / 2;
  const apart = (a: number, b: number): number =>
    Math.hypot(start[2 * a]! - start[2 * b]!, start[2 * a + 1]! - start[2 * b + 1]!);
  let [near, any] = [0, 0];
  for (const row of sampleRows(rows, SAMPLE, seed)) {
    const other = index[row * k + Math.floor(random() * k)] ?? -1;
    const drawn = Math.floor(random() * rows);
    if (other < 0 || ![row, other, drawn].every((one) => isPlaced(start, one))) continue;
    near += apart(row, other);
    any += apart(row, drawn);
  }
  return any > 0 ? near / any : 0;
}

/** Where an earlier layout has no place for a row: the mean of its neighbours' places, or the middle of the map. */
function fillStart(start: Float32Array, { k, index }: Neighbours): Float32Array {
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
