/** Wrong usage, in words for the person. */
export class UsageError extends Error {}

interface Bounds {
  min?: number;
  max?: number;
  /** Larger than this. */
  above?: number;
}

/** @throws UsageError */
export function readNumber(flag: string, text: string, bounds: Bounds): number {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  const {
    min = Number.NEGATIVE_INFINITY,
    max = Number.POSITIVE_INFINITY,
    above = Number.NEGATIVE_INFINITY,
  } = bounds;
  if (Number.isFinite(value) && value >= min && value <= max && value > above) return value;
  throw new UsageError(`${flag} needs a number${describe(bounds)}`);
}

/** @throws UsageError */
export function readWhole(flag: string, text: string, bounds: Bounds): number {
  const value = readNumber(flag, text, bounds);
  if (Number.isSafeInteger(value)) return value;
  throw new UsageError(`${flag} needs a whole number${describe(bounds)}`);
}

function describe({ min, max, above }: Bounds): string {
  const parts = [
    ...(above === undefined ? [] : [`above ${above}`]),
    ...(min === undefined ? [] : [`from ${min}`]),
    ...(max === undefined ? [] : [`to ${max}`]),
  ];
  return parts.length === 0 ? "" : ` ${parts.join(" ")}`;
}
