import type { Finding } from "../../types.ts";
import { nameInWords, type SampledSignal } from "../sampled-signal.ts";
import { quantile, rangeOf, rowAt } from "../series.ts";

const SECONDS_MIN = 0.5;
/** Commands go this share of the range beyond where the dimension stays. */
const BEYOND_SHARE = 0.05;
const FOUND_MAX = 5;

/**
 * Dimensions that stay exactly at the end of their range while they are told to go further: a joint limit, or a driver that clips.
 * @param columns those that move, without grippers, which stop where they hold something
 */
export function clippedIn(
  state: SampledSignal,
  command: SampledSignal | null,
  columns: readonly number[],
): Finding[] {
  if (command === null) return [];
  const found: Finding[] = [];
  for (const column of columns) {
    const values = state.columns[column] ?? new Float64Array(0);
    const name = state.names[column];
    const target = name == null ? undefined : command.columns[command.names.indexOf(name)];
    const range = rangeOf(values);
    if (target === undefined || !(range > 0)) continue;
    if (rangeOf(target) > 2 * range || quantile(target, 0.5) === quantile(target, 0.99)) continue;
    for (const side of [1, -1] as const) {
      const end = side * values.reduce((most, value) => Math.max(most, side * value || -Infinity), -Infinity);
      const span = longestAt(state.t, values, end);
      if (span === null || found.length === FOUND_MAX) continue;
      const sent = target[rowAt(command.t, (span.start + span.end) / 2)] ?? Number.NaN;
      if (!(side * (sent - end) > BEYOND_SHARE * range)) continue;
      const text = `${nameInWords(state, column)} is clipped at ${Number(end.toPrecision(4))} (joint limit) while commands go beyond`;
      found.push({ kind: "out_of_range", ...span, text });
    }
  }
  return found;
}

function longestAt(
  t: Float64Array,
  values: Float64Array,
  end: number,
): { start: number; end: number } | null {
  let best: { start: number; end: number } | null = null;
  let from = -1;
  for (let row = 0; row <= values.length; row++) {
    if (row < values.length && values[row] === end) {
      if (from < 0) from = row;
      continue;
    }
    const span = { start: t[Math.max(0, from)] ?? 0, end: t[row - 1] ?? 0 };
    if (
      from >= 0 &&
      span.end - span.start >= SECONDS_MIN &&
      span.end - span.start > (best === null ? 0 : best.end - best.start)
    )
      best = span;
    from = -1;
  }
  return best;
}
