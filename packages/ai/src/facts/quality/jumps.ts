import type { Finding } from "../../types.ts";
import { nameInWords, type SampledSignal } from "../sampled-signal.ts";
import { quantile, rangeOf } from "../series.ts";

/** A step of this share of the whole range, this many times larger than nearly all others. */
const RANGE_SHARE = 0.3;
const TIMES = 12;
const FOUND_MAX = 10;
/** A signal with fewer different steps switches; that is no fault. */
const MOVING_SHARE = 0.2;
const TURNS = [2 * Math.PI, 360, Math.PI, 180];
const TURN_NEAR = 0.08;

/**
 * Single steps that no motor makes: a dropped sample, a reset, a wrong unit. Angles that wrap around are left out, and dimensions that switch.
 * @param columns those that move
 */
export function jumpsIn(signal: SampledSignal, columns: readonly number[]): Finding[] {
  if (signal.stride > 1) return [];
  const found: Finding[] = [];
  for (const column of columns) {
    const values = signal.columns[column] ?? new Float64Array(0);
    const range = rangeOf(values);
    const steps = Float64Array.from({ length: Math.max(0, values.length - 1) }, (_, row) =>
      Math.abs((values[row + 1] ?? 0) - (values[row] ?? 0)),
    );
    const moving = steps.filter((step) => step > 0);
    if (moving.length < MOVING_SHARE * steps.length || steps.length < 10) continue;
    const usual = quantile(steps, 0.95);
    for (const [row, step] of steps.entries()) {
      if (found.length === FOUND_MAX) return found;
      if (!(step > RANGE_SHARE * range && step > TIMES * usual) || isTurn(step)) continue;
      const unit = signal.units[column] == null ? "" : ` ${signal.units[column]}`;
      found.push({
        kind: "jump",
        start: signal.t[row] ?? 0,
        end: signal.t[row + 1] ?? 0,
        text: `${nameInWords(signal, column)} jumps by ${Number(step.toPrecision(3))}${unit} ${row === 0 ? "after the first row (stale)" : "in one row"}`,
      });
    }
  }
  return found;
}

const isTurn = (step: number): boolean => TURNS.some((turn) => Math.abs(step - turn) < TURN_NEAR * turn);
