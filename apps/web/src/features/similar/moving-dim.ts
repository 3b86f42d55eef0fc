import type { Envelope } from "@retake/telemetry/types";
import type { TimeSpan } from "../replay/signals/view-window.ts";

/**
 * Of the dimensions shown, the one that goes furthest within a span, measured by how far it goes in all that is loaded of it.
 * Null when none of them has a value there.
 */
export function movingDim(
  envelope: Envelope,
  shown: readonly number[],
  { from, to }: TimeSpan,
): number | null {
  let best: { dim: number; share: number } | null = null;
  for (const dim of shown) {
    const part = { low: Infinity, high: -Infinity };
    const whole = { low: Infinity, high: -Infinity };
    envelope.t.forEach((t, bucket) => {
      const base = (bucket * envelope.dims + dim) * 3;
      const low = envelope.values[base] ?? NaN;
      const high = envelope.values[base + 1] ?? NaN;
      for (const range of t >= from && t <= to ? [part, whole] : [whole]) {
        if (low < range.low) range.low = low;
        if (high > range.high) range.high = high;
      }
    });
    if (part.high < part.low) continue;
    const share = whole.high > whole.low ? (part.high - part.low) / (whole.high - whole.low) : 0;
    if (best === null || share > best.share) best = { dim, share };
  }
  return best?.dim ?? null;
}
