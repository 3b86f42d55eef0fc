"use client";
import { MAP_CATEGORIES, MAP_KINDS, MAP_NUMBERS, type MapNumberName } from "@retake/trpc/map-data";
import { parseAsArrayOf, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import type { inferParserType } from "nuqs";

export const SIZE_BY = ["same", "duration", "frames", "reward", "rating"] as const satisfies readonly (
  | MapNumberName
  | "same"
)[];

/** Everything the map is, as it stands in the address. */
const parsers = {
  kind: parseAsStringLiteral(MAP_KINDS).withDefault("motion"),
  colour: parseAsStringLiteral([...MAP_CATEGORIES, ...MAP_NUMBERS]).withDefault("cluster"),
  size: parseAsStringLiteral(SIZE_BY).withDefault("same"),
  /** Words whose episodes are lit. */
  q: parseAsString,
  /** Rows of the legend that are shown; null: all of them. */
  only: parseAsArrayOf(parseAsString),
  /** `x,y,zoom` */
  at: parseAsString,
  /** What is chosen: a part of the map, or a few episodes. */
  area: parseAsString,
  sel: parseAsArrayOf(parseAsString),
  /** The episode that is open beside the map. */
  open: parseAsString,
} as const;

export type MapParams = inferParserType<typeof parsers>;

/** The map's state, which lives in the address: links and the back button restore it. */
export function useMapParams() {
  const [params, set] = useQueryStates(parsers, { clearOnDefault: true, history: "replace" });
  return { params, set: (change: Partial<MapParams>): void => void set(change) };
}

export type MapParamsState = ReturnType<typeof useMapParams>;
