import type { SignalColumns } from "../types.ts";
import { MOTION_DIMS_MAX } from "./motion-signals.ts";

/** Recordings of any rate are compared at this one. */
export const RATE_HZ = 10;
const STEPS_MIN = 8;
/** Four minutes; longer episodes get longer steps, so that a night's recording costs no more. */
const STEPS_MAX = 2400;
/** Samples of a step that its mean is made of. */
const SAMPLES_PER_STEP = 8;

/** Values at equal steps. */
export interface Track {
  steps: number;
  dims: number;
  stepS: number;
  /** steps × dims, all finite */
  data: Float64Array;
}

/** Means over equal steps of time; what is missing or no number is filled from its neighbours. Work is bounded, whatever the rows. */
export function resample({ t, dims: width, values }: SignalColumns): Track {
  const dims = Math.min(width, MOTION_DIMS_MAX);
  const rows = t.length;
  const first = t[0] ?? 0;
  const seconds = Math.max(0, (t[rows - 1] ?? 0) - first) || 0;
  const steps = Math.min(STEPS_MAX, Math.max(STEPS_MIN, Math.round(seconds * RATE_HZ)));
  const stepS = seconds / steps;
  const data = new Float64Array(steps * dims).fill(Number.NaN);
  let from = 0;
  for (let step = 0; step < steps; step++) {
    const to = step === steps - 1 ? rows : Math.max(from, firstAt(t, first + (step + 1) * stepS));
    // A step between two rows takes the one before it.
    if (to > from) meanOf(values, width, from, to, data.subarray(step * dims, (step + 1) * dims));
    from = to;
  }
  fill({ steps, dims, stepS, data });
  return { steps, dims, stepS, data };
}

function meanOf(
  values: ArrayLike<number>,
  width: number,
  from: number,
  to: number,
  into: Float64Array,
): void {
  const stride = Math.max(1, Math.floor((to - from) / SAMPLES_PER_STEP));
  for (let d = 0; d < into.length; d++) {
    let [sum, count] = [0, 0];
    for (let row = from; row < to; row += stride) {
      const value = Number(values[row * width + d]);
      if (!Number.isFinite(value)) continue;
      sum += value;
      count++;
    }
    if (count > 0) into[d] = sum / count;
  }
}

/** Index of the first time that is not before `time`. */
function firstAt(t: Float64Array, time: number): number {
  let [low, high] = [0, t.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (t[middle]! < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Straight lines over gaps, the nearest value at the ends, 0 where there is no number at all. */
function fill({ steps, dims, data }: Track): void {
  for (let d = 0; d < dims; d++) {
    let last = -1;
    for (let step = 0; step < steps; step++) {
      const value = data[step * dims + d]!;
      if (Number.isNaN(value)) continue;
      const before = last < 0 ? value : data[last * dims + d]!;
      for (let gap = last + 1; gap < step; gap++)
        data[gap * dims + d] = before + ((value - before) * (gap - last)) / (step - last);
      last = step;
    }
    const end = last < 0 ? 0 : data[last * dims + d]!;
    for (let step = last + 1; step < steps; step++) data[step * dims + d] = end;
  }
}

/** Running mean over an odd number of steps, narrower at the ends. */
export function smooth({ steps, dims, stepS, data }: Track, seconds: number): Track {
  const half = stepS > 0 ? Math.round(seconds / stepS / 2) : 0;
  const out = new Float64Array(data.length);
  for (let step = 0; step < steps; step++) {
    const reach = Math.min(half, step, steps - 1 - step);
    for (let d = 0; d < dims; d++) {
      let sum = 0;
      for (let s = step - reach; s <= step + reach; s++) sum += data[s * dims + d]!;
      out[step * dims + d] = sum / (2 * reach + 1);
    }
  }
  return { steps, dims, stepS, data: out };
}
