import type { Finding, SignalColumns } from "../../types.ts";
import { quantile } from "../series.ts";

/** Rows are missing where the clock steps this much further than it usually does. */
const STEPS = 3.5;
/** Jitter of a clock, not a hole. */
const SECONDS_MIN = 0.15;
const GAPS_MAX = 10;
/** Steps looked at to learn the usual one. */
const PROBES_MAX = 5_000;

/** Holes in time: stretches in which a topic sent nothing. Topics without a steady clock have none. */
export function gapsIn({ topic, t }: SignalColumns): Finding[] {
  if (t.length < 4) return [];
  const stride = Math.max(1, Math.floor(t.length / PROBES_MAX));
  const steps = Float64Array.from({ length: Math.floor((t.length - 1) / stride) }, (_, i) => {
    const row = i * stride;
    return (t[row + 1] ?? 0) - (t[row] ?? 0);
  });
  const [usual, long] = [quantile(steps, 0.5), quantile(steps, 0.95)];
  if (!(usual > 0) || long > usual * STEPS) return [];
  const found: Finding[] = [];
  for (let row = 1; row < t.length && found.length < GAPS_MAX; row++) {
    const [start, end] = [t[row - 1] ?? 0, t[row] ?? 0];
    if (!(end - start > Math.max(SECONDS_MIN, usual * STEPS))) continue;
    const missing = Math.round((end - start) / usual) - 1;
    const text = `Gap in ${topic}: nothing for ${(end - start).toFixed(2)} s, about ${missing} rows missing`;
    found.push({ kind: "gap", start, end, text });
  }
  return found;
}
