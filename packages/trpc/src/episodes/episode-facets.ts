import type { WorkspaceAccess } from "../actor.ts";
import { EPISODE_TABLES, VISIBLE_EPISODE } from "../catalogue/episode-columns.ts";
import type { Services } from "../context.ts";
import type { EpisodeFacets, EpisodeFilter } from "../schemas/episodes.ts";
import { andConditions, filterConditions, SHOWN_LABEL, type FilterName } from "./episode-filter.ts";
import { queryKey } from "./list-episodes.ts";
import { sqlValues, type SqlValues } from "./sql-values.ts";

/** A menu longer than this is a search box. */
const VALUES_MAX = 200;

type FacetName = Exclude<keyof EpisodeFacets, "of">;

const FACETS: {
  facet: FacetName;
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

/** What else the episodes are among. */
export interface FacetScope {
  /** Text to append to a `where` that has begun. */
  condition: (sql: SqlValues) => string;
  /** How many of the best hits they are among; null: among all. */
  of: number | null;
}

/** How many episodes each choice of each filter would leave, all the other filters staying as they are. Without a scope kept until something changes. */
export function episodeFacets(
  services: Pick<Services, "db" | "catalogue">,
  workspace: WorkspaceAccess,
  filter: EpisodeFilter,
  scope: FacetScope | null = null,
): Promise<EpisodeFacets> {
  const count = (): Promise<EpisodeFacets> => countFacets(services, workspace, filter, scope);
  if (scope !== null) return count();
  return services.catalogue.remember(workspace.id, `facets ${queryKey(filter)}`, count);
}

async function countFacets(
  { db }: Pick<Services, "db">,
  workspace: WorkspaceAccess,
  filter: EpisodeFilter,
  scope: FacetScope | null,
): Promise<EpisodeFacets> {
  const sql = sqlValues(workspace.id);
  const conditions = filterConditions(filter, sql);
  const among = scope?.condition(sql) ?? "";
  const parts = FACETS.map(
    (
      one,
    ) => `(select '${one.facet}' as facet, ${one.value} as value, ${one.label ?? "null::text"} as label, count(*)::int as count
        from ${EPISODE_TABLES} ${one.from ?? ""} where ${VISIBLE_EPISODE} and ${one.value} is not null${andConditions(conditions, one.filter)}${among}
        group by 2, 3 order by 4 desc, 2 limit ${VALUES_MAX})`,
  );
  const { rows } = await db.pool.query<{
    facet: FacetName;
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
    of: scope?.of ?? null,
  };
  for (const { facet, value, label, count } of rows) {
    facets[facet].push({ value, label: label ?? value, count });
  }
  return facets;
}
