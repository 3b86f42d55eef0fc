/** How far a job was at a moment. */
export interface ProgressSample {
  atMs: number;
  done: number;
}

/** Samples of the last half minute say how fast it goes now. */
const WINDOW_MS = 30_000;
/** Below this a rate would be a guess. */
const SPAN_MIN_MS = 1_500;

/** The samples worth keeping once another comes in; a step back (another phase, another unit) starts over. */
export function withSample(samples: readonly ProgressSample[], next: ProgressSample): ProgressSample[] {
  const last = samples.at(-1);
  if (last !== undefined && next.done < last.done) return [next];
  return [...samples.filter((sample) => next.atMs - sample.atMs <= WINDOW_MS), next];
}

export interface Pace {
  perSecond: number;
  /** Seconds to the end at this rate; null when it stands still. */
  leftS: number | null;
}

/** Rate and time left, or null while there is too little to tell. */
export function paceOf(samples: readonly ProgressSample[], total: number): Pace | null {
  const first = samples[0];
  const last = samples.at(-1);
  if (first === undefined || last === undefined || last.atMs - first.atMs < SPAN_MIN_MS) return null;
  const perSecond = ((last.done - first.done) * 1_000) / (last.atMs - first.atMs);
  return { perSecond, leftS: perSecond > 0 ? Math.max(0, total - last.done) / perSecond : null };
}
