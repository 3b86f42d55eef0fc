import type { SampledSignal } from "./sampled-signal.ts";
import { quantile, rowAt } from "./series.ts";
import type { Span } from "./still-stretches.ts";
import type { Grip } from "./types.ts";

/** Of the arm's whole way between poses: nearer is the same place, so that nothing was carried away in between. */
const SAME_PLACE = 0.3;
/** A second try follows soon. */
const WITHIN_S = 10;
const RETRIES_MAX = 50;

/**
 * Grasps that were tried again: the fingers close on nothing, or open near the same place and close there once more. From the first closing to the end of the second.
 * @param columns of the arm that move, without its grippers
 */
export function findRetries(grip: Grip, arm: SampledSignal, columns: readonly number[]): Span[] {
  const scaled = columns.flatMap((column) => {
    const values = arm.columns[column];
    if (values === undefined) return [];
    const range = quantile(values, 0.98) - quantile(values, 0.02);
    return range > 0 ? [{ values, range }] : [];
  });
  const distance = (a: number, b: number): number => {
    const [rowA, rowB] = [rowAt(arm.t, a), rowAt(arm.t, b)];
    const parts = scaled.map(
      ({ values, range }) => (((values[rowA] ?? 0) - (values[rowB] ?? 0)) / range) ** 2,
    );
    return Math.sqrt(parts.reduce((sum, part) => sum + part, 0) / Math.max(1, parts.length));
  };
  const found: Span[] = [];
  for (const [i, first] of grip.moves.entries()) {
    const [open, second] = [grip.moves[i + 1], grip.moves[i + 2]];
    if (first.kind !== "close" || open === undefined || second === undefined) continue;
    if (second.start - open.end > WITHIN_S || found.length >= RETRIES_MAX) continue;
    const stayed = distance(first.end, open.start) < SAME_PLACE;
    if (first.missed || (stayed && distance(first.end, second.end) < SAME_PLACE))
      found.push({ start: first.start, end: second.end });
  }
  return found;
}
