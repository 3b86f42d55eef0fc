export const MAP_KINDS = ["motion", "text", "visual"] as const;
export type MapKind = (typeof MAP_KINDS)[number];

/** What points can be coloured and narrowed down by. */
export const MAP_CATEGORIES = [
  "cluster",
  "outcome",
  "dataset",
  "task",
  "robot",
  "source",
  "tag",
  "label",
  "person",
  "review",
] as const;
export type MapCategoryName = (typeof MAP_CATEGORIES)[number];

/** Seconds (`duration`; `created` from `createdFrom`), counts (`frames`), 1 to 5 (`rating`). NaN: not known. */
export const MAP_NUMBERS = ["reward", "duration", "frames", "rating", "created"] as const;
export type MapNumberName = (typeof MAP_NUMBERS)[number];

/** Code of a point that has no value. */
export const NO_CODE = 0xffff;

export interface MapCluster {
  id: number;
  name: string;
  x: number;
  y: number;
  count: number;
}

export interface MapCategory {
  name: MapCategoryName;
  /** Those that most points have first. `label` is for people. */
  values: { value: string; label: string }[];
  /** Index in `values` of each point, or {@link NO_CODE}; with `starts`, those of point i are `codes[starts[i]..starts[i + 1])`. */
  codes: Uint16Array;
  starts: Uint32Array | null;
}

/** Every episode of a workspace that has a place on its map, oldest first: the first k points are the map as it was. */
export interface MapData {
  kind: MapKind;
  count: number;
  /** Null while no layout of this kind has been made. */
  layout: { version: number; fittedCount: number; fittedAt: string } | null;
  clusters: MapCluster[];
  /** What `created` counts from: seconds since 1970. */
  createdFrom: number;
  sessionIds: string[];
  x: Float32Array;
  y: Float32Array;
  numbers: Record<MapNumberName, Float32Array>;
  categories: MapCategory[];
}

/** Calls `see` with the code of every value of a point. */
export function eachCode(category: MapCategory, point: number, see: (code: number) => void): void {
  const { codes, starts } = category;
  if (starts === null) {
    const code = codes[point] ?? NO_CODE;
    if (code !== NO_CODE) see(code);
    return;
  }
  for (let at = starts[point] ?? 0; at < (starts[point + 1] ?? 0); at += 1) see(codes[at] ?? NO_CODE);
}
