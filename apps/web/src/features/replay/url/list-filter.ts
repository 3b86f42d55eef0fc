import { episodeFilterSchema, episodeSorts, type EpisodeFilter } from "@retake/trpc/schemas";

export type EpisodeSort = (typeof episodeSorts)[number];

export interface ListView {
  filter: EpisodeFilter;
  sort: EpisodeSort;
}

const NAMES = Object.keys(episodeFilterSchema.shape) as (keyof EpisodeFilter)[];

/** The list this episode was opened from, as its URL says. A filter that cannot be read is left out. */
export function readListView(params: URLSearchParams): ListView {
  const filter: Record<string, unknown> = {};
  for (const name of NAMES) {
    const value = params.get(name);
    if (value !== null && episodeFilterSchema.shape[name].safeParse(value).success) filter[name] = value;
  }
  const sort = episodeSorts.find((name) => name === params.get("sort")) ?? "newest";
  return { filter: episodeFilterSchema.parse(filter), sort };
}

/** The query string of a link within the same list: filters and sort, without the place in the episode. */
export function listQuery({ filter, sort }: ListView): string {
  const params = new URLSearchParams();
  for (const name of NAMES) {
    const value = filter[name];
    if (value !== undefined) params.set(name, value);
  }
  if (sort !== "newest") params.set("sort", sort);
  const text = params.toString();
  return text === "" ? "" : `?${text}`;
}
