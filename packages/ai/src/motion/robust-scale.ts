import type { Track } from "./resample.ts";

/** What one unit of each dimension is: about its spread over a space's episodes. */
export interface RobustScale {
  middle: number[];
  /** 0 where a dimension is constant. */
  spread: number[];
}

/** Steps of each episode that the scale is taken from. */
const STEPS_PER_EPISODE = 60;
/** 5 % to 95 % of a normal distribution, in standard deviations. */
const QUANTILE_WIDTH = 3.3;
/** A gripper that is shut most of the time has no such width; its whole range counts instead. */
const RANGE_SHARE = 12;
/** Of the dimension's size: less is rounding, not motion. */
const SPREAD_MIN = 1e-6;
/** Further out is a fault of a sensor. */
const OUTLIER = 6;

export function robustScale(tracks: readonly Track[]): RobustScale {
  const dims = tracks[0]?.dims ?? 0;
  const scale: RobustScale = { middle: [], spread: [] };
  for (let d = 0; d < dims; d++) {
    const values: number[] = [];
    for (const { steps, data } of tracks)
      for (let n = 0; n < Math.min(steps, STEPS_PER_EPISODE); n++)
        values.push(data[Math.floor((n * steps) / Math.min(steps, STEPS_PER_EPISODE)) * dims + d]!);
    const sorted = Float64Array.from(values).sort();
    const at = (share: number): number => quantile(sorted, share);
    const spread = Math.max((at(0.95) - at(0.05)) / QUANTILE_WIDTH, (at(1) - at(0)) / RANGE_SHARE);
    scale.middle.push(at(0.5));
    scale.spread.push(spread > SPREAD_MIN * Math.max(Math.abs(at(0)), Math.abs(at(1)), 1e-9) ? spread : 0);
  }
  return scale;
}

export function applyScale({ steps, dims, stepS, data }: Track, { middle, spread }: RobustScale): Track {
  const out = data.map((value, i) => {
    const unit = spread[i % dims] ?? 0;
    return unit > 0 ? Math.max(-OUTLIER, Math.min(OUTLIER, (value - (middle[i % dims] ?? 0)) / unit)) : 0;
  });
  return { steps, dims, stepS, data: out };
}

/** Of sorted values, the one at this share; no interpolation. */
export function quantile(sorted: Float64Array, share: number): number {
  return sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
}
