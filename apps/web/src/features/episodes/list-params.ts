import { episodeSorts, similarBy, type EpisodeFilter } from "@retake/trpc/schemas";
import { createParser, parseAsString, parseAsStringLiteral, type inferParserType } from "nuqs";

/** A calendar day, `2026-11-22`: what the two date fields hold. */
const parseAsDay = createParser<string>({
  parse: (text) => (/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : null),
  serialize: (day) => day,
});

/** Everything the episode list is, as it stands in the address. Names are those of `episodes.list` and REST. */
export const listParsers = {
  q: parseAsString,
  dataset: parseAsString,
  robot: parseAsString,
  task: parseAsString,
  outcome: parseAsStringLiteral(["success", "failure", "none"]),
  label: parseAsString,
  status: parseAsStringLiteral(["recording", "completed", "disconnected"]),
  source: parseAsStringLiteral(["live", "import"]),
  /** A part of a map, or some episodes by name: what was chosen on the map. */
  area: parseAsString,
  ids: parseAsString,
  from: parseAsDay,
  to: parseAsDay,
  sort: parseAsStringLiteral(episodeSorts).withDefault("newest"),
  view: parseAsStringLiteral(["table", "grid"]).withDefault("table"),
  /** Episodes, by their ids with commas between, that others are to be like; and in what. */
  like: parseAsString,
  by: parseAsStringLiteral(similarBy).withDefault("all"),
  show: parseAsStringLiteral(["episodes", "moments"]).withDefault("episodes"),
} as const;

export type ListParams = inferParserType<typeof listParsers>;
export type Sort = (typeof episodeSorts)[number];

/** The names that narrow the list down, in the order of their chips. */
export const FILTER_NAMES = [
  "q",
  "dataset",
  "robot",
  "task",
  "outcome",
  "label",
  "status",
  "source",
  "area",
  "ids",
  "from",
  "to",
] as const satisfies readonly (keyof ListParams & keyof EpisodeFilter)[];

/** Days are whole days where the person is: `from` begins with its midnight, `to` ends with its last millisecond. */
function momentOfDay(day: string, isEnd: boolean): string {
  return new Date(`${day}T${isEnd ? "23:59:59.999" : "00:00:00.000"}`).toISOString();
}

/** The server's filter for what the address says; absent means unfiltered. */
export function filterOf(params: ListParams): EpisodeFilter {
  const filter: Record<string, string> = {};
  for (const name of FILTER_NAMES) {
    const value = params[name]?.trim();
    if (value === undefined || value === "") continue;
    filter[name] = name === "from" || name === "to" ? momentOfDay(value, name === "to") : value;
  }
  return filter;
}

export function hasFilter(params: ListParams): boolean {
  return Object.keys(filterOf(params)).length > 0;
}

/** The sort after a click on a column's head: its first order, its second, then the list's own (null: results by relevance). */
export function nextSort<Own extends Sort | null>(
  current: Sort | null,
  first: Sort,
  second: Sort | null,
  own: Own,
): Sort | Own {
  if (current === first) return second ?? own;
  return current === second ? own : first;
}
