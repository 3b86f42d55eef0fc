import type { WorkspaceAccess } from "../actor.ts";
import type { Services } from "../context.ts";
import { datasetRow, type DatasetRecord } from "../presenters/dataset-row.ts";
import type { DatasetRow } from "../schemas/datasets.ts";

/** The episodes of dataset `d`, as `e`: those imported with it, or those picked for it. */
export const EPISODES_OF_DATASET = `(select m.* from "Episode" m where m."datasetId" = d."id"
    union all select m.* from "DatasetPick" i join "Episode" m on m."id" = i."episodeId" where i."datasetId" = d."id") e`;

/** What an import says of its dataset is, of a picked one, what all its episodes share: rate, robot, and topics by name and shape. */
const PICKED_FACTS = `select case when min(e."fps") = max(e."fps") then nullif(min(e."fps"), 0) end as "fps",
    case when min(e."robotType") = max(e."robotType") and count(*) = count(e."robotType") then min(e."robotType") end as "robotType",
    array_agg(distinct e."task") filter (where e."task" is not null) as "tasks",
    case when count(*) > 0 then (select coalesce(jsonb_agg(t."feature" order by t."position", t."name"), '[]') from (
      select o."name", min(o."position") as "position", jsonb_build_object('name', replace(ltrim(o."name", '/'), '/', '.'), 'topic', o."name", 'kind', o."kind",
        'dtype', rtrim(o."dataType", '[]'), 'shape', o."shape", 'names', o."featureNames", 'units', o."units") as "feature"
      from "DatasetPick" i join "Topic" o on o."episodeId" = i."episodeId" where i."datasetId" = d."id"
      group by o."name", o."kind", o."dataType", o."shape", o."featureNames", o."units" having count(*) = count(e."id")) t) end as "features"
  from "DatasetPick" i join "Episode" e on e."id" = i."episodeId" where d."kind" = 'picked' and i."datasetId" = d."id"`;

/** The columns of a DatasetRecord; `$1` is the workspace id. */
export const DATASET_SQL = `select d."id", d."slug", d."name", d."kind", d."sourceKey", d."formatVersion", coalesce(d."robotType", k."robotType") as "robotType",
    coalesce(d."fps", k."fps") as "fps", coalesce(k."features", d."features") as "features", coalesce(k."tasks", d."tasks", '{}') as "tasks", d."revision", d."stats",
    d."warnings", to_char(d."createdAt", 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt", (select u."name" from "User" u where u."id" = d."createdById") as "author",
    s.*, p."sessionId" as "posterSessionId", p."topic" as "posterTopic"
  from "Dataset" d
  cross join lateral (
    select count(*)::int as "episodes", coalesce(sum(e."totalFrames"), 0)::float8 as "frames", coalesce(sum(e."durationS"), 0) / 3600 as "hours",
      count(*) filter (where e."outcome" = 'success')::int as "successes", count(*) filter (where e."outcome" = 'failure')::int as "failures"
    from ${EPISODES_OF_DATASET} where e."publishedAt" is not null) s
  left join lateral (${PICKED_FACTS}) k on true
  left join lateral (
    select e."sessionId", c."topic" from ${EPISODES_OF_DATASET} join "EpisodeCamera" c on c."episodeId" = e."id" and c."storage" <> 'missing'
    where e."publishedAt" is not null order by e."episodeIndex", c."position", c."topic" limit 1) p on true
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
