import type { WorkspaceAccess } from "../actor.ts";
import type { Services } from "../context.ts";
import { datasetRow, type DatasetRecord } from "../presenters/dataset-row.ts";
import type { DatasetRow } from "../schemas/datasets.ts";

/** The columns of a DatasetRecord; `$1` is the workspace id. */
export const DATASET_SQL = `select d."id", d."slug", d."name", d."sourceKey", d."formatVersion", d."robotType", d."fps", d."features",
    coalesce(d."tasks", '{}') as "tasks", d."revision", d."stats", d."warnings", to_char(d."createdAt", 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt",
    s.*, p."sessionId" as "posterSessionId", p."topic" as "posterTopic"
  from "Dataset" d
  cross join lateral (
    select count(*)::int as "episodes", coalesce(sum(e."totalFrames"), 0)::float8 as "frames", coalesce(sum(e."durationS"), 0) / 3600 as "hours",
      count(*) filter (where e."outcome" = 'success')::int as "successes", count(*) filter (where e."outcome" = 'failure')::int as "failures"
    from "Episode" e where e."datasetId" = d."id" and e."publishedAt" is not null) s
  left join lateral (
    select e."sessionId", c."topic" from "Episode" e join "EpisodeCamera" c on c."episodeId" = e."id" and c."storage" <> 'missing'
    where e."datasetId" = d."id" and e."publishedAt" is not null order by e."episodeIndex", c."position", c."topic" limit 1) p on true
  where d."workspaceId" = $1 and d."publishedAt" is not null`;

/** The workspace's datasets, newest first: one query, none while nothing has changed. */
export function listDatasets(
  { db, catalogue }: Pick<Services, "db" | "catalogue">,
  workspace: WorkspaceAccess,
): Promise<DatasetRow[]> {
  return catalogue.remember(workspace.id, "datasets", async () => {
    const { rows } = await db.pool.query<DatasetRecord>(
      `${DATASET_SQL} order by d."createdAt" desc, d."slug"`,
      [workspace.id],
    );
    return rows.map((row) => datasetRow(workspace.slug, row));
  });
}
