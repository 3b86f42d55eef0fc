/** A number of at most four significant places that keeps its width while it changes: `-0.123`, `12.35`, `1.23e+6`. */
export function formatValue(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e5 || size < 1e-4)) return value.toExponential(2);
  if (size >= 1_000) return value.toFixed(0);
  return value.toFixed(size >= 100 ? 1 : size >= 10 ? 2 : 3);
}

/** A value on an axis, as short as it can be without being wrong; floating point dust is dropped. */
export function formatTick(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e6 || size < 1e-4)) return value.toExponential(0);
  return String(Number(value.toPrecision(6)));
}

/** `12.345 s` */
export function formatSeconds(seconds: number): string {
  return `${seconds.toFixed(3)} s`;
}
