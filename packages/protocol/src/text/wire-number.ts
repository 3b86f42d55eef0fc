const WORDS = new Map<unknown, number>([
  ["NaN", NaN],
  ["Infinity", Infinity],
  ["-Infinity", -Infinity],
  // What JavaScript writes for all three.
  [null, NaN],
]);

/** A JSON number, or one of the words for what JSON has no number for; undefined for everything else. */
export function readWireNumber(value: unknown): number | undefined {
  return typeof value === "number" ? value : WORDS.get(value);
}

export function writeWireNumber(value: number): number | string {
  // JSON.stringify writes -0 as 0.
  return Number.isFinite(value) ? value : String(value);
}
