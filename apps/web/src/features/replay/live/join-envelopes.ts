import type { Envelope } from "@retake/telemetry/types";
import { lastAtOrBefore } from "../engine/frame-timeline.ts";

/**
 * What was, from the server, and what has come since, as one envelope: the latest samples are summed up in buckets as long as the
 * server's, so that they look alike.
 * @param latest single samples
 */
export function joinEnvelopes(past: Envelope, latest: Envelope): Envelope {
  const { dims } = past;
  const lastPast = past.t.at(-1) ?? -Infinity;
  const first = lastAtOrBefore(latest.t, lastPast) + 1;
  const fresh = latest.t.length - first;
  if (fresh <= 0 || latest.dims !== dims) return past;
  const size = Math.max(1, Math.round(past.samplesPerBucket));
  const buckets = Math.ceil(fresh / size);
  const t = new Float64Array(past.t.length + buckets);
  const values = new Float64Array(t.length * dims * 3);
  t.set(past.t);
  values.set(past.values);
  for (let b = 0; b < buckets; b++) {
    const from = first + b * size;
    const to = Math.min(latest.t.length, from + size);
    t[past.t.length + b] = latest.t[from] ?? 0;
    for (let dim = 0; dim < dims; dim++) {
      sumUp(latest, dim, from, to, values, ((past.t.length + b) * dims + dim) * 3);
    }
  }
  return { ...past, t, values };
}

/** Writes smallest, largest and mean of `[from, to)` to `into[at…]`; NaN where no value is a number. */
function sumUp(
  { values, dims }: Envelope,
  dim: number,
  from: number,
  to: number,
  into: Float64Array,
  at: number,
): void {
  let [low, high, sum, count] = [Infinity, -Infinity, 0, 0];
  for (let row = from; row < to; row++) {
    const value = values[(row * dims + dim) * 3] ?? NaN;
    if (Number.isNaN(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
    sum += value;
    count += 1;
  }
  into[at] = count === 0 ? NaN : low;
  into[at + 1] = count === 0 ? NaN : high;
  into[at + 2] = count === 0 ? NaN : sum / count;
}
