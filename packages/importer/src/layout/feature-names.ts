/**
 * `names` of a feature, in any of the ways seen (a list, a nested list, an object of lists, an object of objects), as
 * one flat list of words. What is not a word is left out.
 */
export function flattenNames(names: unknown): string[] {
  const flat: string[] = [];
  collect(names, flat, 0);
  return flat;
}

const NAMES_MAX = 65_536;
const DEPTH_MAX = 8;
const LENGTH_MAX = 200;

function collect(value: unknown, flat: string[], depth: number): void {
  if (flat.length >= NAMES_MAX || depth > DEPTH_MAX) return;
  if (typeof value === "string") flat.push(value.slice(0, LENGTH_MAX));
  else if (typeof value === "number" && depth > 0) flat.push(String(value));
  else if (Array.isArray(value)) for (const item of value) collect(item, flat, depth + 1);
  else if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value);
    // {"x": 0, "y": 1}: the words are the keys.
    if (entries.every(([, item]) => typeof item === "number")) {
      for (const [key] of entries.toSorted((a, b) => Number(a[1]) - Number(b[1])))
        flat.push(key.slice(0, LENGTH_MAX));
    } else for (const [, item] of entries) collect(item, flat, depth + 1);
  }
}

/**
 * One name per dimension: the given ones, and `name[i]` for those without. Names of a matrix that are not one for each
 * of its values are those of its axes (`height`, `width`), which no value is called by.
 */
export function dimensionNames(
  feature: string,
  given: readonly string[],
  shape: readonly number[],
): string[] {
  const short = feature.split(".").at(-1) ?? feature;
  const dims = shape.reduce((a, b) => a * b, 1);
  const names = shape.length > 1 && given.length !== dims ? [] : given;
  if (dims === 1 && names.length === 0) return [short];
  return Array.from({ length: dims }, (_, i) => names[i] ?? `${short}[${i}]`);
}

/**
 * `position [rad]` or `x (m)` state a unit; a suffix like `.pos` does not: LeRobot arms report degrees or a
 * normalised −100…100 under the same name.
 */
const STATED_UNIT =
  /[[(]\s*(m|mm|cm|rad|deg|°|N|Nm|N·m|m\/s|rad\/s|deg\/s|m\/s\^?2|s|ms|V|A|K|°C|%)\s*[\])]\s*$/;

/** One unit per dimension, empty where nothing states one; an empty list when none is stated at all. */
export function dimensionUnits(stated: unknown, names: readonly string[], dims: number): string[] {
  const list = typeof stated === "string" ? Array<string>(dims).fill(stated) : flattenNames(stated);
  const units = Array.from(
    { length: dims },
    (_, i) => list[i] ?? STATED_UNIT.exec(names[i] ?? "")?.[1] ?? "",
  );
  return units.some((unit) => unit !== "") ? units : [];
}
