/**
 * The same value with texts that Postgres can hold: it refuses NUL everywhere and halves of surrogate pairs in JSON,
 * and names and sentences come from strangers.
 */
export function storable<T>(value: T): T {
  return clean(value) as T;
}

function clean(value: unknown): unknown {
  if (typeof value === "string") return value.replaceAll(/[\0\p{Surrogate}]/gu, "\uFFFD");
  if (Array.isArray(value)) return value.map(clean);
  if (value === null || typeof value !== "object" || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [String(clean(key)), clean(item)]));
}
