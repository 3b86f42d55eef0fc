import type { Finding } from "../../types.ts";
import { nameInWords, type SampledSignal } from "../sampled-signal.ts";

const FOUND_MAX = 5;

/** Where values are no numbers: NaN, infinite, or larger than anything that is measured. One finding a dimension, over all of its rows. */
export function notNumbersIn(signal: SampledSignal): Finding[] {
  const found: Finding[] = [];
  for (const [column, values] of signal.columns.entries()) {
    let [count, first, last] = [0, -1, -1];
    for (const [row, value] of values.entries()) {
      if (Number.isFinite(value)) continue;
      count += 1;
      if (first < 0) first = row;
      last = row;
    }
    if (count === 0) continue;
    if (found.length === FOUND_MAX) break;
    const of = `${count} of ${values.length}${signal.stride > 1 ? " sampled" : ""} rows`;
    found.push({
      kind: "not_a_number",
      start: signal.t[first] ?? 0,
      end: first === last ? null : (signal.t[last] ?? 0),
      text: `${nameInWords(signal, column)} of ${signal.topic} is not a number (NaN) in ${of}`,
    });
  }
  return found;
}
