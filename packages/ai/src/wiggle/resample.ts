/** A signal at equal steps. */
export interface EvenSignal {
  /** Seconds of the first value. */
  start: number;
  /** Seconds. */
  step: number;
  values: Float64Array;
}

/**
 * Linear between samples; what is no number is passed over. Empty where fewer than two samples remain.
 * @param at value of sample `n`
 * @param most values that are made; of longer signals the rest is left out
 */
export function resample(t: Float64Array, at: (n: number) => number, step: number, most: number): EvenSignal {
  const known: number[] = [];
  for (let n = 0; n < t.length; n += 1) if (Number.isFinite(at(n)) && Number.isFinite(t[n])) known.push(n);
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined || first === last || !(step > 0))
    return { start: 0, step, values: new Float64Array(0) };
  const start = t[first]!;
  // A hair more, so that an end on the grid is on it.
  const count = Math.min(most, Math.floor((t[last]! - start) / step + 1e-6) + 1);
  const values = new Float64Array(count);
  let k = 0;
  for (let n = 0; n < count; n += 1) {
    const time = start + n * step;
    while (k + 2 < known.length && t[known[k + 1]!]! < time) k += 1;
    const [a, b] = [known[k]!, known[k + 1]!];
    const span = t[b]! - t[a]!;
    const share = span > 0 ? Math.min(1, Math.max(0, (time - t[a]!) / span)) : 0;
    values[n] = at(a) + (at(b) - at(a)) * share;
  }
  return { start, step, values };
}

/** The middle of the times between samples. */
export function medianStep(t: Float64Array): number {
  const steps: number[] = [];
  for (let n = 1; n < t.length; n += 1) if (t[n]! > t[n - 1]!) steps.push(t[n]! - t[n - 1]!);
  steps.sort((a, b) => a - b);
  return steps[steps.length >> 1] ?? 0;
}
