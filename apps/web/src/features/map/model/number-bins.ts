import type { MapNumberName } from "@retake/trpc/map-data";
import { formatCount, formatDuration, formatValue } from "../../../ui/figures.ts";

const BINS = 6;
/** From low to high, each lighter and warmer than the one before. */
const RAMP = ["#3f6fb5", "#2f95b8", "#36b39a", "#7cc66b", "#c9cf4a", "#f0b93a"] as const;

export interface Bins {
  rows: { key: string; label: string; colour: string }[];
  binOf(value: number): number;
}

/** Values in steps of equal width, each with its range in words; whole stars for ratings. NaN belongs to none. */
export function binsOf(values: Float32Array, by: MapNumberName, createdFrom: number): Bins {
  let [min, max] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  if (min > max) return { rows: [], binOf: () => 0 };
  const count = by === "rating" ? max - min + 1 : min === max ? 1 : BINS;
  const step = by === "rating" ? 1 : (max - min) / count;
  const word = wordsOf(by, createdFrom);
  const rows = Array.from({ length: count }, (_, i) => {
    const low = word(min + i * step);
    const high = word(min + (i + 1) * step);
    const colour = RAMP[count === 1 ? 2 : Math.round((i * (RAMP.length - 1)) / (count - 1))] ?? RAMP[0];
    return { key: String(i), label: by === "rating" || low === high ? low : `${low} – ${high}`, colour };
  });
  return {
    rows,
    binOf: (value) => (step === 0 ? 0 : Math.min(count - 1, Math.max(0, Math.floor((value - min) / step)))),
  };
}

function wordsOf(by: MapNumberName, createdFrom: number): (value: number) => string {
  if (by === "duration") return formatDuration;
  if (by === "frames") return (value) => formatCount(Math.round(value));
  if (by === "rating") return (value) => "★".repeat(Math.round(value));
  if (by === "created") return (value) => new Date((createdFrom + value) * 1_000).toLocaleDateString();
  return formatValue;
}
