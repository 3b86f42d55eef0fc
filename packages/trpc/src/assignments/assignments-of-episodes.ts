import type { UserActor, WorkspaceAccess } from "../actor.ts";
import type { Services } from "../context.ts";
import { sqlValues } from "../episodes/sql-values.ts";
import { assigneeOf } from "../presenters/assignment.ts";
import { person } from "../presenters/person.ts";
import { SHOWN_OF_EPISODE_MAX, type WorkOnEpisode } from "../schemas/assignments.ts";
import { ASSIGNMENT_TABLES, type AssignmentRecord, PEOPLE, visibleTo } from "./load-assignments.ts";

type Names =
  | "assigneeId"
  | "assigneeName"
  | "assigneeEmail"
  | "reviewerId"
  | "reviewerName"
  | "reviewerEmail";

interface Found extends Pick<AssignmentRecord, "sessionId" | "state" | Names> {
  /** All of the episode's that the caller may see. */
  total: number;
}

/**
 * Who works on each of some episodes and who reviews it, as far as the caller may see: one query, however many they are. Episodes without anybody,
 * and what is not the caller's to see, are left out.
 */
export async function assignmentsOfEpisodes(
  { db }: Pick<Services, "db">,
  workspace: WorkspaceAccess,
  { userId }: Pick<UserActor, "userId">,
  sessionIds: readonly string[],
): Promise<{ episodes: WorkOnEpisode[] }> {
  const sql = sqlValues(workspace.id);
  const where = `${visibleTo(workspace, userId, sql)} and e."sessionId" = any(${sql.add(sessionIds)}::text[])`;
  const { rows } = await db.pool.query<Found>(
    `select * from (
       select e."sessionId", a."state", a."assigneeId", u."name" as "assigneeName", u."email" as "assigneeEmail",
         a."reviewerId", r."name" as "reviewerName", r."email" as "reviewerEmail",
         count(*) over (partition by e."id")::int as "total",
         row_number() over (partition by e."id" order by a."createdAt", u."name", a."id") as "place"
       from ${ASSIGNMENT_TABLES} ${PEOPLE} where ${where}) one
     where "place" <= ${SHOWN_OF_EPISODE_MAX} order by "sessionId", "place"`,
    sql.values,
  );
  const found = new Map<string, WorkOnEpisode>();
  for (const row of rows) {
    const { sessionId, total, state } = row;
    const reviewer = person(row.reviewerId, row.reviewerName, row.reviewerEmail);
    const episode = found.get(sessionId) ?? { sessionId, total, assignments: [] };
    episode.assignments.push({ state, assignee: assigneeOf(row), reviewer });
    found.set(sessionId, episode);
  }
  return { episodes: [...found.values()] };
}
