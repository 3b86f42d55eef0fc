import {
  eachCode,
  NO_CODE,
  type MapCategory,
  type MapCategoryName,
  type MapData,
  type MapNumberName,
} from "@retake/trpc/map-data";
import { CATEGORICAL } from "../../../ui/palette.ts";
import { binsOf } from "./number-bins.ts";

export type ColourBy = MapCategoryName | MapNumberName;

export interface LegendRow {
  /** As it stands in addresses; `~` is those without a value. */
  key: string;
  label: string;
  colour: string;
  /** Its points are diamonds, so that colour is not all that tells. */
  isDiamond: boolean;
}

/** What gives points their colour: rows of the legend, and which of them every point belongs to. */
export interface Colouring {
  by: ColourBy;
  rows: LegendRow[];
  /** Row of each point, or of each of its values with `starts`, as in {@link MapCategory}. Every point has one at least. */
  codes: Uint16Array;
  starts: Uint32Array | null;
}

export const NONE_KEY = "~";
export const OTHER_COLOUR = "#8b93a0";
/** Rows a legend tells apart; what fewer points have is one row. */
const ROWS_MAX = 60;
/** Without the palette's grey, which stands for the rest. */
const COLOURS = CATEGORICAL.filter((colour) => colour !== "#999999");

const NONE_WORDS: Partial<Record<ColourBy, string>> = {
  cluster: "between clusters",
  outcome: "no outcome",
  dataset: "no dataset",
  task: "no task",
  robot: "not stated",
  tag: "no tag",
  label: "no label",
  person: "nobody assigned",
  review: "not assigned",
  reward: "no reward",
  rating: "not rated",
};

/** Colour and name that the workspace gives a label class. */
export type LookOf = (label: string) => { name: string; colour: string };

export function colouringOf(map: MapData, by: ColourBy, lookOf: LookOf): Colouring {
  const category = map.categories.find(({ name }) => name === by);
  if (category !== undefined) return byCategory(category, map.count, lookOf);
  return byNumber(map, by as MapNumberName);
}

function byCategory(category: MapCategory, count: number, lookOf: LookOf): Colouring {
  const { name: by } = category;
  const named = category.values.slice(0, ROWS_MAX);
  const rows: LegendRow[] = named.map(({ value, label }, i) => {
    const look = by === "label" ? lookOf(value) : null;
    const colour = look?.colour ?? outcomeColour(by, value) ?? COLOURS[i] ?? OTHER_COLOUR;
    return {
      key: value,
      label: look?.name ?? label,
      colour,
      isDiamond: by === "outcome" && value === "failure",
    };
  });
  const others = rows.length;
  if (category.values.length > others)
    rows.push({ key: "~others", label: "others", colour: OTHER_COLOUR, isDiamond: false });
  const none = rows.length;
  const { codes, starts, hasNone } = withNone(category, count, (code) => Math.min(code, others), none);
  if (hasNone)
    rows.push({ key: NONE_KEY, label: NONE_WORDS[by] ?? "none", colour: OTHER_COLOUR, isDiamond: false });
  return { by, rows, codes, starts };
}

/** Green and red mean how it ended, everywhere. */
function outcomeColour(by: ColourBy, value: string): string | null {
  if (by !== "outcome") return null;
  return value === "success" ? "#2f9e58" : "#e0525b";
}

/** The rows of a category's points; those without a value get the row `none`. */
function withNone(
  category: MapCategory,
  count: number,
  rowOf: (code: number) => number,
  none: number,
): Pick<Colouring, "codes" | "starts"> & { hasNone: boolean } {
  let hasNone = false;
  if (category.starts === null) {
    const codes = category.codes.map((code) => {
      if (code !== NO_CODE) return rowOf(code);
      hasNone = true;
      return none;
    });
    return { codes, starts: null, hasNone };
  }
  const starts = new Uint32Array(count + 1);
  const codes: number[] = [];
  for (let point = 0; point < count; point += 1) {
    const before = codes.length;
    eachCode(category, point, (code) => codes.push(rowOf(code)));
    if (codes.length === before) {
      hasNone = true;
      codes.push(none);
    }
    starts[point + 1] = codes.length;
  }
  return { codes: Uint16Array.from(codes), starts, hasNone };
}

function byNumber(map: MapData, by: MapNumberName): Colouring {
  const values = map.numbers[by];
  const bins = binsOf(values, by, map.createdFrom);
  const rows: LegendRow[] = bins.rows.map((row) => ({ ...row, isDiamond: false }));
  const none = rows.length;
  let hasNone = false;
  const codes = Uint16Array.from(values, (value) => {
    if (!Number.isNaN(value)) return bins.binOf(value);
    hasNone = true;
    return none;
  });
  if (hasNone)
    rows.push({
      key: NONE_KEY,
      label: NONE_WORDS[by] ?? "not known",
      colour: OTHER_COLOUR,
      isDiamond: false,
    });
  return { by, rows, codes, starts: null };
}

/** Calls `see` with every row of a point. */
export function eachRow(colouring: Colouring, point: number, see: (row: number) => void): void {
  const { codes, starts } = colouring;
  if (starts === null) {
    see(codes[point] ?? 0);
    return;
  }
  for (let at = starts[point] ?? 0; at < (starts[point + 1] ?? 0); at += 1) see(codes[at] ?? 0);
}

/** The row that a point is coloured by: its first one that is shown, or -1 when none is. */
export function shownRow(colouring: Colouring, point: number, isShown: Uint8Array | null): number {
  const { codes, starts } = colouring;
  const from = starts === null ? point : (starts[point] ?? 0);
  const to = starts === null ? point + 1 : (starts[point + 1] ?? 0);
  for (let at = from; at < to; at += 1) {
    const row = codes[at] ?? 0;
    if (isShown === null || isShown[row] === 1) return row;
  }
  return -1;
}

/** How many of the points that `admits` lets in belong to each row. */
export function countRows(
  colouring: Colouring,
  count: number,
  admits: ((point: number) => boolean) | null,
): Uint32Array {
  const counts = new Uint32Array(colouring.rows.length);
  for (let point = 0; point < count; point += 1) {
    if (admits !== null && !admits(point)) continue;
    eachRow(colouring, point, (row) => {
      counts[row] = (counts[row] ?? 0) + 1;
    });
  }
  return counts;
}
