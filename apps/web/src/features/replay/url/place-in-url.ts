import type { LoopRange } from "../engine/loop-range.ts";

/** What a link to an episode says besides the list's filters. */
export interface Place {
  /** Seconds; null: the start. */
  t: number | null;
  loop: LoopRange | null;
}

const NUMBER = /^-?\d+(\.\d+)?$/;

function seconds(params: URLSearchParams, name: string): number | null {
  const text = params.get(name);
  return text !== null && NUMBER.test(text) ? Number(text) : null;
}

/**
 * Reads `?t=12.345&from=3&to=4.5` (seconds). `from` and `to` that are dates belong to the list's filters and are left alone,
 * like everything that is not a number.
 */
export function readPlace(params: URLSearchParams): Place {
  const from = seconds(params, "from");
  const to = seconds(params, "to");
  return { t: seconds(params, "t"), loop: from !== null && to !== null && from < to ? { from, to } : null };
}

/** Seconds with millisecond precision, without trailing zeros. */
export function secondsText(value: number): string {
  return String(Number(value.toFixed(3)));
}

/** `params` with the place put in; the list's filters stay. A date in `from` or `to` gives way only to a loop. */
export function writePlace(params: URLSearchParams, place: Place): URLSearchParams {
  const next = new URLSearchParams(params);
  if (place.t === null) next.delete("t");
  else next.set("t", place.t.toFixed(3));
  for (const name of ["from", "to"] as const) {
    if (place.loop !== null) next.set(name, secondsText(place.loop[name]));
    else if (seconds(next, name) !== null) next.delete(name);
  }
  return next;
}
