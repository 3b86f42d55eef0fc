/** LeRobot's statistics of one feature: every entry but `count` has one number a dimension. */
export interface Statistics {
  min: number[];
  max: number[];
  mean: number[];
  /** Population standard deviation. */
  std: number[];
  count: number[];
  q01: number[];
  q10: number[];
  q50: number[];
  q90: number[];
  q99: number[];
}

/**
 * @param rows one list of values a sample, all of the same length; at least one
 * @param count what `count` says, if it is not the number of rows (cameras count pictures, not pixels)
 */
export function statisticsOf(rows: number[][], count = rows.length): Statistics {
  const dims = (rows[0] ?? []).map((_, dim) => rows.map((row) => row[dim] ?? 0));
  const sorted = dims.map((values) => Float64Array.from(values).sort());
  const mean = dims.map((values) => values.reduce((sum, value) => sum + value, 0) / values.length);
  const quantiles = (part: number): number[] => sorted.map((values) => quantile(values, part));
  return {
    min: quantiles(0),
    max: quantiles(1),
    mean,
    std: dims.map((values, d) =>
      Math.sqrt(values.reduce((sum, value) => sum + (value - (mean[d] ?? 0)) ** 2, 0) / values.length),
    ),
    count: [count],
    q01: quantiles(0.01),
    q10: quantiles(0.1),
    q50: quantiles(0.5),
    q90: quantiles(0.9),
    q99: quantiles(0.99),
  };
}

/** Linear between neighbours, as numpy's default. */
function quantile(sorted: Float64Array, part: number): number {
  const at = part * (sorted.length - 1);
  const low = sorted[Math.floor(at)] ?? 0;
  return low + ((sorted[Math.ceil(at)] ?? 0) - low) * (at - Math.floor(at));
}
