import { wayAt } from "./motion-rhythm.ts";
import type { Track } from "./resample.ts";

export const TEMPO_BINS = 8;

/** A step moves when it is faster than this share of the episode's fast steps. */
const MOVING_SHARE = 0.1;
/** Seconds without motion that are a pause. */
const PAUSE_S = 0.5;
/** A dimension takes part when it moves at least this share of the one that moves most. */
const ACTIVE_SHARE = 0.15;

/**
 * How a robot moves, whatever it is: scalars with the middle and the spread that they have over public datasets of five robots. They
 * are fixed, not fitted, so that they mean the same in every space.
 */
export const STYLE: Readonly<Record<StyleName, { middle: number; spread: number }>> = {
  logSeconds: { middle: 2.3, spread: 0.6 },
  logLength: { middle: 2.7, spread: 0.7 },
  logSpeed: { middle: 1.0, spread: 0.5 },
  straightness: { middle: 0.2, spread: 0.18 },
  movingShare: { middle: 0.85, spread: 0.2 },
  speedVariation: { middle: 0.7, spread: 0.5 },
  peakSpeed: { middle: 2.1, spread: 0.6 },
  pausesPerMinute: { middle: 3, spread: 5 },
  longestPauseShare: { middle: 0.1, spread: 0.15 },
  roughness: { middle: 1.0, spread: 0.4 },
  reversalsPerSecond: { middle: 0.4, spread: 0.3 },
  activeShare: { middle: 0.9, spread: 0.2 },
};

export type StyleName =
  | "logSeconds"
  | "logLength"
  | "logSpeed"
  | "straightness"
  | "movingShare"
  | "speedVariation"
  | "peakSpeed"
  | "pausesPerMinute"
  | "longestPauseShare"
  | "roughness"
  | "reversalsPerSecond"
  | "activeShare";

/** @param track smoothed, in robust units */
export function motionStyle(track: Track, length: Float64Array): Record<StyleName, number> {
  const { steps, dims, stepS, data } = track;
  const seconds = steps * stepS;
  const whole = length[steps - 1]!;
  const speed = speeds(length, stepS);
  const mean = whole / Math.max(seconds, 1e-3);
  const fast = speed.toSorted()[Math.floor(0.95 * (speed.length - 1))] ?? 0;
  const { moving, pauses, longestS } = pausesOf(speed, fast * MOVING_SHARE, stepS);
  let [net, variance, jolts] = [0, 0, 0];
  for (let d = 0; d < dims; d++) net += (data[(steps - 1) * dims + d]! - data[d]!) ** 2;
  for (let n = 0; n < speed.length; n++) {
    variance += (speed[n]! - mean) ** 2 / speed.length;
    if (n > 0) jolts += Math.abs(speed[n]! - speed[n - 1]!);
  }
  const { reversals, active } = turns(track);
  return {
    logSeconds: Math.log(Math.max(0.1, seconds)),
    logLength: Math.log1p(whole),
    logSpeed: Math.log1p(mean),
    straightness: whole > 0 ? Math.sqrt(net) / whole : 0,
    movingShare: moving / speed.length,
    speedVariation: mean > 0 ? Math.sqrt(variance) / mean : 0,
    peakSpeed: mean > 0 ? fast / mean : 0,
    pausesPerMinute: (60 * pauses) / Math.max(seconds, 1),
    longestPauseShare: longestS / Math.max(seconds, 1),
    roughness: mean > 0 ? Math.log1p(jolts / mean / Math.max(seconds, 1)) : 0,
    reversalsPerSecond: reversals / Math.max(seconds, 1),
    activeShare: active,
  };
}

/** How far from an even pace an eighth of a motion usually is. */
const TEMPO_SPREAD = 0.4;

/** Path length in each eighth of the time: 0 where it is that of an even pace, in usual deviations from it. */
export function motionTempo(length: Float64Array): number[] {
  const whole = length.at(-1) ?? 0;
  if (!(whole > 0)) return Array.from({ length: TEMPO_BINS }, () => 0);
  return Array.from({ length: TEMPO_BINS }, (_, bin) => {
    const share = (wayAt(length, (bin + 1) / TEMPO_BINS) - wayAt(length, bin / TEMPO_BINS)) / whole;
    return (share * TEMPO_BINS - 1) / TEMPO_SPREAD;
  });
}

/** Units per second between steps. */
function speeds(length: Float64Array, stepS: number): Float64Array {
  const every = stepS > 0 ? stepS : 1;
  return Float64Array.from({ length: length.length - 1 }, (_, n) => (length[n + 1]! - length[n]!) / every);
}

function pausesOf(
  speed: Float64Array,
  limit: number,
  stepS: number,
): { moving: number; pauses: number; longestS: number } {
  let [moving, pauses, longest, still] = [0, 0, 0, 0];
  for (const value of speed) {
    if (value > limit) {
      moving++;
      still = 0;
      continue;
    }
    still++;
    if ((still - 1) * stepS < PAUSE_S && still * stepS >= PAUSE_S) pauses++;
    longest = Math.max(longest, still);
  }
  return { moving, pauses, longestS: longest * stepS };
}

/** How often the mean dimension turns back by more than a tenth of its range, and the share of dimensions that take part. */
function turns({ steps, dims, data }: Track): { reversals: number; active: number } {
  const ranges = new Float64Array(dims);
  const counts = new Float64Array(dims);
  for (let d = 0; d < dims; d++) {
    let [low, high] = [Infinity, -Infinity];
    for (let step = 0; step < steps; step++) {
      low = Math.min(low, data[step * dims + d]!);
      high = Math.max(high, data[step * dims + d]!);
    }
    ranges[d] = high - low;
    counts[d] = countTurns(data, steps, dims, d, 0.1 * (high - low));
  }
  const widest = ranges.reduce((most, range) => Math.max(most, range), 0);
  if (widest === 0) return { reversals: 0, active: 0 };
  let [reversals, active] = [0, 0];
  for (let d = 0; d < dims; d++) {
    if (ranges[d]! < ACTIVE_SHARE * widest) continue;
    active++;
    reversals += counts[d]!;
  }
  return { reversals: reversals / active, active: active / dims };
}

function countTurns(data: Float64Array, steps: number, dims: number, d: number, least: number): number {
  let [extreme, direction, count] = [data[d]!, 0, 0];
  for (let step = 1; step < steps; step++) {
    const value = data[step * dims + d]!;
    const moved = value - extreme;
    if (direction === 0 ? Math.abs(moved) > least : moved * direction > 0) {
      if (direction === 0) direction = Math.sign(moved);
      extreme = value;
    } else if (direction !== 0 && -moved * direction > least) {
      count++;
      direction = -direction;
      extreme = value;
    }
  }
  return count;
}
