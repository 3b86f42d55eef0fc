import { slidingDots } from "./sliding-dots.ts";

export interface Stretch {
  /** Index of its first value. */
  at: number;
  /** 0..1 */
  score: number;
}

export interface StretchOptions {
  limit: number;
  /** Only the shape counts; else also how far it goes. */
  shapeOnly: boolean;
  scoreMin?: number;
}

/** Less alike than this is not alike. */
export const STRETCH_SCORE_MIN = 0.7;

/** A stretch that varies less than this share of its signal stands still: what is left of it is noise. */
const STILL_SHARE = 0.02;

/**
 * Where a signal is like a stretch of another. The score is Pearson's correlation of the two, which the z-normalised Euclidean distance d says as well:
 * d² = 2 m (1 - r). With `shapeOnly` false it is lessened by the ratio of their standard deviations. Where either stands still it is 0.
 * Source: Mueen et al., The Fastest Similarity Search Algorithm for Time Series Subsequences under Euclidean Distance (MASS).
 * @returns stretches that do not overlap, best first
 */
export function findStretches(query: Float64Array, series: Float64Array, options: StretchOptions): Stretch[] {
  const { limit, shapeOnly, scoreMin = STRETCH_SCORE_MIN } = options;
  const m = query.length;
  const mean = meanOf(query);
  const deviation = deviationOf(query, mean);
  if (m < 4 || series.length < m || !(deviation > 1e-9 * Math.max(1, Math.abs(mean)))) return [];
  // Without its mean: sums of products then lose no digits to a far offset.
  const shift = meanOf(series);
  const moved = series.map((value) => value - shift);
  const dots = slidingDots(
    query.map((value) => value - mean),
    moved,
  );
  const still = Math.max(STILL_SHARE * deviationOf(moved, 0), 1e-9 * Math.max(1, Math.abs(shift)));
  const scores = new Float64Array(dots.length);
  forEachWindow(moved, m, (at, windowDeviation) => {
    if (!(windowDeviation > still)) return;
    const r = dots[at]! / (m * deviation * windowDeviation);
    const ratio = shapeOnly ? 1 : Math.min(windowDeviation / deviation, deviation / windowDeviation);
    scores[at] = Math.min(1, Math.max(0, r)) * ratio;
  });
  return bestApart(scores, m, limit, scoreMin);
}

/** Standard deviations of all windows by running sums. */
function forEachWindow(
  series: Float64Array,
  m: number,
  visit: (at: number, deviation: number) => void,
): void {
  let [sum, squares] = [0, 0];
  for (let n = 0; n < series.length; n += 1) {
    sum += series[n]!;
    squares += series[n]! ** 2;
    if (n >= m) {
      sum -= series[n - m]!;
      squares -= series[n - m]! ** 2;
    }
    if (n >= m - 1) visit(n - m + 1, Math.sqrt(Math.max(0, squares / m - (sum / m) ** 2)));
  }
}

function bestApart(scores: Float64Array, m: number, limit: number, scoreMin: number): Stretch[] {
  const peaks: Stretch[] = [];
  for (let at = 0; at < scores.length; at += 1) {
    const score = scores[at]!;
    if (score >= scoreMin && score >= (scores[at - 1] ?? -1) && score > (scores[at + 1] ?? -1))
      peaks.push({ at, score });
  }
  peaks.sort((a, b) => b.score - a.score || a.at - b.at);
  const kept: Stretch[] = [];
  for (const peak of peaks) {
    if (kept.length >= limit) break;
    if (kept.every(({ at }) => Math.abs(at - peak.at) >= m)) kept.push(peak);
  }
  return kept;
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

function deviationOf(values: Float64Array, mean: number): number {
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length));
}
