import type { WorkspaceAccess } from "../actor.ts";
import { EPISODE_TABLES, VISIBLE_EPISODE } from "../catalogue/episode-columns.ts";
import type { Services } from "../context.ts";
import type { EpisodeFacets, EpisodeFilter } from "../schemas/episodes.ts";
import { andConditions, filterConditions, SHOWN_LABEL, type FilterName } from "./episode-filter.ts";
import { queryKey } from "./list-episodes.ts";
import { sqlValues } from "./sql-values.ts";

/** A menu longer than this is a search box. */
const VALUES_MAX = 200;

const FACETS: {
  facet: keyof EpisodeFacets;
  filter: FilterName;
  value: string;
  label?: string;
  from?: string;
}[] = [
  { facet: "datasets", filter: "dataset", value: `d."slug"`, label: `d."name"` },
  {
    facet: "datasets",
    filter: "dataset",
    value: `k."slug"`,
    label: `k."name"`,
    from: `join "DatasetPick" i on i."episodeId" = e."id" join "Dataset" k on k."id" = i."datasetId"`,
  },
  { facet: "robots", filter: "robot", value: `e."robotType"` },
  { facet: "tasks", filter: "task", value: `e."task"` },
  {
    facet: "tags",
    filter: "label",
    value: "tag",
    from: `cross join lateral (select unnest(e."tags") union select a."label" from "Annotation" a
      where e."annotationCount" > 0 and a."episodeId" = e."id" and ${SHOWN_LABEL}) u(tag)`,
  },
  { facet: "outcomes", filter: "outcome", value: `coalesce(e."outcome"::text, 'none')` },
  { facet: "statuses", filter: "status", value: `e."status"::text` },
  { facet: "sources", filter: "source", value: `e."source"::text` },
];

/** How many episodes each choice of each filter would leave, all the other filters staying as they are. */
export function episodeFacets(
  { db, catalogue }: Pick<Services, "db" | "catalogue">,
  workspace: WorkspaceAccess,
  filter: EpisodeFilter,
): Promise<EpisodeFacets> {
  return catalogue.remember(workspace.id, `facets ${queryKey(filter)}`, async () => {
    const sql = sqlValues(workspace.id);
    const conditions = filterConditions(filter, sql);
    const parts = FACETS.map(
      (
        one,
      ) => `(select '${one.facet}' as facet, ${one.value} as value, ${one.label ?? "null::text"} as label, count(*)::int as count
        from ${EPISODE_TABLES} ${one.from ?? ""} where ${VISIBLE_EPISODE} and ${one.value} is not null${andConditions(conditions, one.filter)}
        group by 2, 3 order by 4 desc, 2 limit ${VALUES_MAX})`,
    );
    const { rows } = await db.pool.query<{
      facet: keyof EpisodeFacets;
      value: string;
      label: string | null;
      count: number;
    }>(parts.join(" union all "), sql.values);
    const facets: EpisodeFacets = {
      datasets: [],
      robots: [],
      tasks: [],
      tags: [],
      outcomes: [],
      statuses: [],
      sources: [],
    };
    for (const { facet, value, label, count } of rows) {
      facets[facet].push({ value, label: label ?? value, count });
    }
    return facets;
  });
}
