import { principalAxes, project } from "./principal-axes.ts";

/** A group of features → coordinates on its principal axes, of mean square 1 all together over the episodes it was fitted to. */
export interface BlockFit {
  middle: number[];
  spread: number[];
  axes: number[][];
  gain: number;
}

/** In robust units: a space of two equal episodes must not blow up their noise. */
const SPREAD_MIN = 0.05;
const RMS_MIN = 0.2;
/** Spreads from the middle. */
const OUTLIER = 4;

/** @param standardised whether each feature counts alike, however much it varies */
export function fitBlock(
  rows: readonly (readonly number[])[],
  axes: number,
  { standardised }: { standardised: boolean },
): BlockFit {
  const { centre } = principalAxes(rows, 0);
  const spread = Array.from(centre, (middle, d) => {
    if (!standardised) return 1;
    const squares = rows.reduce((sum, row) => sum + (row[d]! - middle) ** 2, 0);
    return Math.max(SPREAD_MIN, Math.sqrt(squares / rows.length));
  });
  const block: BlockFit = { middle: sixDigits(centre), spread: sixDigits(spread), axes: [], gain: 1 };
  const standard = rows.map((row) => standardise(block, row));
  block.axes = principalAxes(standard, axes).axes.map((axis) => sixDigits(axis));
  const squares = rows.reduce((sum, row) => sum + embedBlock(block, row).reduce((s, v) => s + v * v, 0), 0);
  block.gain = 1 / Math.max(RMS_MIN, Math.sqrt(squares / Math.max(1, rows.length)));
  return block;
}

/** One coordinate per axis. */
export function embedBlock(block: BlockFit, row: readonly number[]): number[] {
  const standard = standardise(block, row);
  const origin = new Float64Array(standard.length);
  return block.axes.map((axis) => project(standard, origin, axis) * block.gain);
}

function standardise({ middle, spread }: BlockFit, row: readonly number[]): Float64Array {
  return Float64Array.from(middle, (centre, d) => {
    const away = ((row[d] ?? centre) - centre) / (spread[d] ?? 1);
    return Math.max(-OUTLIER, Math.min(OUTLIER, away));
  });
}

/** A tenth of the text in the database, and a fit that is read back is the fit that was made: -0 would not be. */
export function sixDigits(values: ArrayLike<number>): number[] {
  return Array.from(values, (value) => Number(value.toPrecision(6)) + 0);
}
