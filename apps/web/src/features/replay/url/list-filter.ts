import { episodeFilterSchema, episodeSorts, similarBy, type EpisodeFilter } from "@retake/trpc/schemas";
import { askOf, type Ask } from "../../search/ask.ts";

export type EpisodeSort = (typeof episodeSorts)[number];

export interface ListView {
  filter: EpisodeFilter;
  sort: EpisodeSort;
  /** What the list was searched for; null: a plain list. */
  ask: Ask | null;
}

const NAMES = Object.keys(episodeFilterSchema.shape) as (keyof EpisodeFilter)[];

/** The list this episode was opened from, as its URL says. A filter that cannot be read is left out. */
export function readListView(params: URLSearchParams): ListView {
  const filter: Record<string, unknown> = {};
  for (const name of NAMES) {
    const value = params.get(name)?.trim() ?? "";
    if (value !== "" && episodeFilterSchema.shape[name].safeParse(value).success) filter[name] = value;
  }
  const sort = episodeSorts.find((name) => name === params.get("sort")) ?? "newest";
  const by = similarBy.find((name) => name === params.get("by")) ?? "all";
  const ask = askOf({ q: params.get("q"), like: params.get("like"), by });
  delete filter["q"];
  return { filter: episodeFilterSchema.parse(filter), sort, ask };
}

/** The query string of a link within the same list: filters and sort, without the place in the episode. */
export function listQuery({ filter, sort, ask }: ListView): string {
  const params = new URLSearchParams();
  if (ask?.kind === "query") params.set("q", ask.query);
  if (ask?.kind === "like") params.set("like", ask.sessionIds.join(","));
  if (ask?.kind === "like" && ask.by !== "all") params.set("by", ask.by);
  for (const name of NAMES) {
    const value = filter[name];
    if (value !== undefined) params.set(name, value);
  }
  if (sort !== "newest") params.set("sort", sort);
  const text = params.toString();
  return text === "" ? "" : `?${text}`;
}
