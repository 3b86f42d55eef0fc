import { nameInWords, type SampledSignal } from "./sampled-signal.ts";
import { quantile, rangeOf, rateOf, smooth } from "./series.ts";
import type { Mover } from "./types.ts";

const SMOOTH_S = 0.15;
/** What moves less than this share of the widest is noise beside it. */
const MOVES_SHARE = 0.02;
/** A range below this share of the size of the vector's values is noise of its encoders. */
const NOISE_SHARE = 1e-4;
const MOVERS_MAX = 8;

export interface Movers {
  /** Columns that move. */
  columns: number[];
  /** The widest, in words. */
  movers: Mover[];
}

/** Dimensions that move, the one with the widest range first. */
export function findMovers(signal: SampledSignal, except: readonly number[]): Movers {
  const ranges = signal.columns.map((values, column) => ({ column, range: rangeOf(values), values }));
  const widest = Math.max(
    0,
    ...ranges.filter(({ column }) => !except.includes(column)).map(({ range }) => range),
  );
  const size = Math.max(0, ...signal.columns.map((values) => Math.abs(quantile(values, 0.5)) || 0));
  const moving = ranges
    .filter(({ column, range }) => !except.includes(column) && range > widest * MOVES_SHARE)
    .filter(({ range }) => range > NOISE_SHARE * size)
    .toSorted((a, b) => b.range - a.range || a.column - b.column);
  return {
    columns: moving.map(({ column }) => column),
    movers: moving.slice(0, MOVERS_MAX).map(({ column }) => moverOf(signal, column)),
  };
}

function moverOf(signal: SampledSignal, column: number): Mover {
  const { t } = signal;
  const values = smooth(t, signal.columns[column] ?? new Float64Array(0), SMOOTH_S);
  const rate = rateOf(t, values);
  const unit = signal.units[column] ?? null;
  const travelled = new Float64Array(values.length);
  let fastest = 0;
  for (let row = 1; row < values.length; row++) {
    travelled[row] = (travelled[row - 1] ?? 0) + Math.abs((values[row] ?? 0) - (values[row - 1] ?? 0));
    if (Math.abs(rate[row] ?? 0) > Math.abs(rate[fastest] ?? 0)) fastest = row;
  }
  const travel = travelled.at(-1) ?? 0;
  const when = (share: number): number => t[travelled.findIndex((way) => way >= share * travel)] ?? 0;
  return {
    name: nameInWords(signal, column),
    dim: signal.dims[column] ?? column,
    range: { value: rangeOf(signal.columns[column] ?? values), unit },
    net: { value: (values.at(-1) ?? 0) - (values[0] ?? 0), unit },
    travel: { value: travel, unit },
    fastestAt: t[fastest] ?? 0,
    from: when(0.1),
    to: when(0.9),
  };
}
