import { quantile } from "./robust-scale.ts";
import type { Track } from "./resample.ts";

const QUANTILES = [0.03, 0.5, 0.97];

/** Per dimension: low, middle, high, standard deviation, mean; of a state also where it begins and ends. */
export function rangeFeatures({ steps, dims, data }: Track, withEnds: boolean): number[] {
  const features: number[] = [];
  const column = new Float64Array(steps);
  for (let d = 0; d < dims; d++) {
    let [sum, squares] = [0, 0];
    for (let step = 0; step < steps; step++) {
      const value = data[step * dims + d]!;
      column[step] = value;
      sum += value;
      squares += value * value;
    }
    const [first, last] = [column[0]!, column[steps - 1]!];
    const mean = sum / steps;
    column.sort();
    features.push(...QUANTILES.map((share) => quantile(column, share)));
    features.push(Math.sqrt(Math.max(0, squares / steps - mean * mean)), mean);
    if (withEnds) features.push(first, last);
  }
  return features;
}
