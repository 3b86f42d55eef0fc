import type { Finding } from "../../types.ts";
import type { SampledSignal } from "../sampled-signal.ts";
import { rangeOf, rowAt } from "../series.ts";
import type { Span } from "../still-stretches.ts";

const SECONDS_MIN = 1;
const ROWS_MIN = 8;
const FOUND_MAX = 10;
/** The command must have gone this share of its range meanwhile: a robot that was told to wait is not frozen. */
const COMMANDED_SHARE = 0.1;

/** A state that never changes, or repeats the very same values while the robot is told to move: the sensor or its driver hangs. */
export function frozenIn(state: SampledSignal, command: SampledSignal | null): Finding[] {
  const { t, topic } = state;
  if (t.length < ROWS_MIN) return [];
  const [start, end] = [t[0] ?? 0, t.at(-1) ?? 0];
  const constant = state.columns.every((values) => rangeOf(values) === 0 && Number.isFinite(values[0]));
  if (constant && state.columns.length > 0)
    return [{ kind: "frozen", start, end, text: `${topic} never changes: constant in all ${t.length} rows` }];
  if (command === null) return [];
  return repeatsOf(state)
    .filter((span) => span.end - span.start >= SECONDS_MIN && wasCommanded(command, span))
    .slice(0, FOUND_MAX)
    .map((span) => ({
      kind: "frozen",
      ...span,
      text: `${topic} is frozen for ${(span.end - span.start).toFixed(1)} s while commands go on`,
    }));
}

function repeatsOf({ t, columns }: SampledSignal): Span[] {
  const found: Span[] = [];
  let from = 0;
  for (let row = 1; row <= t.length; row++) {
    if (row < t.length && columns.every((values) => values[row] === values[row - 1])) continue;
    if (row - from >= ROWS_MIN) found.push({ start: t[from] ?? 0, end: t[row - 1] ?? 0 });
    from = row;
  }
  return found;
}

function wasCommanded({ t, columns }: SampledSignal, { start, end }: Span): boolean {
  const [from, to] = [rowAt(t, start), rowAt(t, end) + 1];
  return columns.some((values) => rangeOf(values.subarray(from, to)) > COMMANDED_SHARE * rangeOf(values));
}
