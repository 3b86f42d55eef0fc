import { fft } from "./fft.ts";

/** Below this many products a value the plain loop is faster. */
const DIRECT_MAX = 64;
const BLOCK_MIN = 1_024;

/** Dot products of a query with every stretch of a series that is as long: `series.length - query.length + 1` of them. */
export function slidingDots(query: Float64Array, series: Float64Array): Float64Array {
  const count = series.length - query.length + 1;
  if (count <= 0 || query.length === 0) return new Float64Array(0);
  return query.length <= DIRECT_MAX ? direct(query, series, count) : byBlocks(query, series, count);
}

function direct(query: Float64Array, series: Float64Array, count: number): Float64Array {
  const dots = new Float64Array(count);
  for (let at = 0; at < count; at += 1) {
    let sum = 0;
    for (let n = 0; n < query.length; n += 1) sum += query[n]! * series[at + n]!;
    dots[at] = sum;
  }
  return dots;
}

/** Overlap-save: memory and error stay those of a block, however long the series is. */
function byBlocks(query: Float64Array, series: Float64Array, count: number): Float64Array {
  let size = BLOCK_MIN;
  while (size < 4 * query.length) size *= 2;
  const fresh = size - query.length + 1;
  const [queryRe, queryIm] = [new Float64Array(size), new Float64Array(size)];
  // Reversed: a convolution with it is a correlation.
  for (let n = 0; n < query.length; n += 1) queryRe[n] = query[query.length - 1 - n]!;
  fft(queryRe, queryIm, -1);
  const dots = new Float64Array(count);
  const [re, im] = [new Float64Array(size), new Float64Array(size)];
  for (let from = 0; from < count; from += fresh) {
    re.fill(0);
    im.fill(0);
    re.set(series.subarray(from, Math.min(series.length, from + size)));
    fft(re, im, -1);
    for (let n = 0; n < size; n += 1) {
      const [a, b] = [
        re[n]! * queryRe[n]! - im[n]! * queryIm[n]!,
        re[n]! * queryIm[n]! + im[n]! * queryRe[n]!,
      ];
      re[n] = a;
      im[n] = b;
    }
    fft(re, im, 1);
    for (let n = 0; n < fresh && from + n < count; n += 1) dots[from + n] = re[n + query.length - 1]! / size;
  }
  return dots;
}
