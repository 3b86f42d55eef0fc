import type { WorkspaceAccess } from "../actor.ts";
import { VISIBLE_EPISODE } from "../catalogue/episode-columns.ts";
import type { Services } from "../context.ts";
import { sqlValues, type SqlValues } from "../episodes/sql-values.ts";
import { getLabelSchema } from "../labels/label-schemas.ts";
import { visibleAssignments } from "../policies/assignments.ts";
import type { AssignmentState } from "../schemas/assignments.ts";

export interface AssignmentRecord {
  id: string;
  state: AssignmentState;
  reason: string | null;
  layer: string;
  gold: boolean;
  assigneeId: string;
  assigneeName: string | null;
  assigneeEmail: string | null;
  reviewerId: string | null;
  reviewerName: string | null;
  reviewerEmail: string | null;
  updatedAt: Date;
  labels: number;
  firstGapS: number | null;
  sessionId: string;
  episodeIndex: number | null;
  datasetName: string | null;
  task: string | null;
  durationS: number;
  posterTopic: string | null;
}

/** Tables behind every list of assignments. */
export const ASSIGNMENT_TABLES = `"Assignment" a join "Episode" e on e."id" = a."episodeId"
  left join "Dataset" d on d."id" = e."datasetId"`;

/** Who has it and who reviews it, for `from ${ASSIGNMENT_TABLES} ${PEOPLE}`. */
export const PEOPLE = `left join "User" u on u."id" = a."assigneeId" left join "User" r on r."id" = a."reviewerId"`;

/** Half a frame that is not covered is no gap. */
const GAP = `0.5 / greatest(e."fps", 1)`;

/** End of what a lane covers without a gap, from the start; null when that is everything. */
function firstGap(lane: string): string {
  return `(select case when g.gap is not null then g.gap when coalesce(g.last, 0) < e."durationS" - ${GAP} then coalesce(g.last, 0) end
    from (select min(s.reached) filter (where s."start" > s.reached + ${GAP}) as gap, max(s."end") as last
      from (select n."start", n."end", coalesce(max(n."end") over (order by n."start", n."end"
          rows between unbounded preceding and 1 preceding), 0) as reached
        from "Annotation" n where n."episodeId" = a."episodeId" and n."layer" = a."layer" and n."state" = 'accepted'
          and n."end" is not null and n."lane" = ${lane}) s) g)`;
}

function columns(lane: string): string {
  return `a."id", a."state", a."reason", a."layer", a."gold", a."assigneeId", u."name" as "assigneeName", u."email" as "assigneeEmail",
    a."reviewerId", r."name" as "reviewerName", r."email" as "reviewerEmail", a."updatedAt",
    (select count(*)::int from "Annotation" n where n."episodeId" = a."episodeId" and n."layer" = a."layer" and n."state" = 'accepted') as "labels",
    case when ${lane}::text is not null then ${firstGap(lane)} end as "firstGapS",
    e."sessionId", e."episodeIndex", d."name" as "datasetName", e."task", e."durationS",
    (select c."topic" from "EpisodeCamera" c where c."episodeId" = e."id" and c."storage" <> 'missing'
      order by c."position", c."topic" limit 1) as "posterTopic"`;
}

/** Condition of the assignments a person may see; `$1` is the workspace. */
export function visibleTo(workspace: WorkspaceAccess, userId: string, sql: SqlValues): string {
  const { assigneeId } = visibleAssignments(workspace, userId);
  const own = assigneeId === null ? "" : ` and a."assigneeId" = ${sql.add(assigneeId)}`;
  return `a."workspaceId" = $1 and ${VISIBLE_EPISODE}${own}`;
}

/**
 * Assignments a person may see, in one query.
 * @param narrow adds conditions and the order: text to append to a `where` that has begun
 */
export async function loadAssignments(
  services: Pick<Services, "db">,
  workspace: WorkspaceAccess,
  userId: string,
  narrow: (sql: SqlValues) => string,
): Promise<AssignmentRecord[]> {
  const { lanes } = (await getLabelSchema(services, workspace)).schema;
  const sql = sqlValues(workspace.id);
  const lane = sql.add(lanes.find(({ gapFree }) => gapFree)?.id ?? null);
  const { rows } = await services.db.pool.query<AssignmentRecord>(
    `select ${columns(lane)} from ${ASSIGNMENT_TABLES} ${PEOPLE}
     where ${visibleTo(workspace, userId, sql)}${narrow(sql)}`,
    sql.values,
  );
  return rows;
}
