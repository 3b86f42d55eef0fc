/** What anybody may have written, narrowed: a wrong type reads as absent. */
export function text(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

export function finite(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

export function oneOf<T extends string>(known: readonly T[], value: unknown): T | null {
  return known.find((one) => one === value) ?? null;
}
