import type { Stretch } from "./motion.ts";

/** Stretches of at least `secondsMin` in which the speed stays below `below`. */
export function pausesIn(
  t: ArrayLike<number>,
  speed: ArrayLike<number>,
  { below, secondsMin }: { below: number; secondsMin: number },
): Stretch[] {
  const found: Stretch[] = [];
  let from: number | null = null;
  for (let row = 0; row <= t.length; row++) {
    const isStill = row < t.length && (speed[row] ?? 0) < below;
    if (isStill) from ??= t[row] ?? 0;
    else if (from !== null) {
      const to = t[Math.min(row, t.length - 1)] ?? 0;
      if (to - from >= secondsMin) found.push({ from, to });
      from = null;
    }
  }
  return found;
}

/**
 * Moments between two moves: the slowest moment of each dip that falls below `depth` of the lower one of the peaks around it.
 * A dip that lasts counts once, in its middle.
 */
export function valleysIn(t: ArrayLike<number>, speed: ArrayLike<number>, depth: number): number[] {
  const found: number[] = [];
  let peak = 0;
  let low = { value: Infinity, from: 0, to: 0 };
  for (let row = 0; row < t.length; row++) {
    const value = speed[row] ?? 0;
    if (value < low.value) low = { value, from: row, to: row };
    else if (value === low.value) low.to = row;
    const rises = value > 0 && low.value < depth * Math.min(peak, value);
    if (rises && low.to < row) {
      found.push(t[Math.round((low.from + low.to) / 2)] ?? 0);
      peak = value;
      low = { value: Infinity, from: row, to: row };
    } else if (value > peak && low.value >= depth * peak) {
      peak = value;
      low = { value: Infinity, from: row, to: row };
    }
  }
  return found;
}
