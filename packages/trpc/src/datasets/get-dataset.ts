import { notFound } from "@retake/core/errors";
import type { WorkspaceAccess } from "../actor.ts";
import type { Services } from "../context.ts";
import { datasetRow, type DatasetRecord } from "../presenters/dataset-row.ts";
import type { DatasetDetail } from "../schemas/datasets.ts";
import { DATASET_SQL, EPISODES_OF_DATASET } from "./list-datasets.ts";

const DURATIONS_MAX = 10_000;

const episodes = EPISODES_OF_DATASET.replaceAll(`d."id"`, `one."id"`);

const DETAIL_SQL = `with one as (${DATASET_SQL} and d."slug" = $2)
  select one.*,
    (select coalesce(array_agg(x."durationS"), '{}') from (select e."durationS" from ${episodes} where e."publishedAt" is not null order by e."episodeIndex" limit ${DURATIONS_MAX}) x) as "durations",
    (select coalesce(array_agg(distinct e."robotType"), '{}') from ${episodes} where e."publishedAt" is not null and e."robotType" is not null) as "robots",
    (select coalesce(json_agg(json_build_object('task', x."task", 'episodes', x."n") order by x."n" desc, x."task"), '[]') from (
      select e."task", count(*)::int as "n" from ${episodes} where e."publishedAt" is not null and e."task" is not null group by 1) x) as "taskCounts"
  from one`;

interface DetailRecord extends DatasetRecord {
  durations: number[];
  robots: string[];
  taskCounts: DatasetDetail["taskCounts"];
}

/** One dataset with its feature table and statistics: one query. @throws AppError `not_found` */
export function getDataset(
  { db, catalogue }: Pick<Services, "db" | "catalogue">,
  workspace: WorkspaceAccess,
  slug: string,
): Promise<DatasetDetail> {
  return catalogue.remember(workspace.id, `dataset ${slug}`, async () => {
    const { rows } = await db.pool.query<DetailRecord>(DETAIL_SQL, [workspace.id, slug]);
    const [record] = rows;
    if (record === undefined) throw notFound(`The dataset “${slug}”`);
    return {
      ...datasetRow(workspace.slug, record),
      revision: record.revision,
      robots: record.robots,
      features: record.features,
      statistics: record.stats ?? {},
      taskCounts: record.taskCounts,
      durations: record.durations,
      warnings: record.warnings,
    };
  });
}
