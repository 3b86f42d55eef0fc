import type { Track } from "./resample.ts";

const BINS = 12;

/**
 * Which dimension moves when: the root of the way that each goes in each twelfth of the time, wherever it is. A second grasp, a look
 * before it or a pause shows here; on the sample it tells behaviours apart that ranges and paths do not.
 */
export function motionRhythm({ steps, dims, data }: Track): number[] {
  const rhythm: number[] = [];
  const way = new Float64Array(steps);
  for (let d = 0; d < dims; d++) {
    for (let step = 1; step < steps; step++)
      way[step] = way[step - 1]! + Math.abs(data[step * dims + d]! - data[(step - 1) * dims + d]!);
    for (let bin = 0; bin < BINS; bin++)
      rhythm.push(Math.sqrt(Math.max(0, wayAt(way, (bin + 1) / BINS) - wayAt(way, bin / BINS))));
  }
  return rhythm;
}

/** The way up to a share of the time, straight between steps. */
export function wayAt(way: Float64Array, share: number): number {
  const place = share * (way.length - 1);
  const step = Math.min(way.length - 2, Math.floor(place));
  return way[step]! + (way[step + 1]! - way[step]!) * (place - step);
}
