import type { z } from "zod";
import type { UserActor, WorkspaceAccess } from "../actor.ts";
import type { Services } from "../context.ts";
import { sqlValues, type SqlValues } from "../episodes/sql-values.ts";
import { assignmentView } from "../presenters/assignment.ts";
import type { assignmentListInput, assignmentListOutput, Queue } from "../schemas/assignments.ts";
import { ASSIGNMENT_TABLES, loadAssignments, visibleTo } from "./load-assignments.ts";

type ListQuery = Omit<z.infer<typeof assignmentListInput>, "workspace">;

/** What came back is to be mended before anything new is begun; what is finished stands last. */
export const WORK_ORDER = `array_position(array['returned','todo','labelled','in_review','accepted'], a."state"), a."createdAt", e."episodeIndex", e."sessionId"`;

/** One's own review first, then what has waited longest. */
const ORDER: Record<Queue, string> = {
  mine: WORK_ORDER,
  review: `a."state" = 'in_review' desc, a."updatedAt", a."id"`,
  all: `a."updatedAt" desc, a."id"`,
};

/** Condition of a queue. @param me placeholder of the person's id */
export const QUEUE: Record<Queue, (me: string) => string> = {
  mine: (me) => `a."assigneeId" = ${me}`,
  review: (me) => `(a."state" = 'labelled' or (a."state" = 'in_review' and a."reviewerId" = ${me}))`,
  all: (me) => `${me}::text is not null`,
};

/** One page of a queue, and how many are in it. */
export async function listAssignments(
  services: Pick<Services, "db">,
  workspace: WorkspaceAccess,
  { userId }: Pick<UserActor, "userId">,
  query: ListQuery,
): Promise<z.infer<typeof assignmentListOutput>> {
  const narrow = (sql: SqlValues, me: string): string => {
    const state = query.state === undefined ? "" : ` and a."state" = ${sql.add(query.state)}`;
    const assignee = query.assignee === undefined ? "" : ` and a."assigneeId" = ${sql.add(query.assignee)}`;
    return ` and ${QUEUE[query.queue](me)}${state}${assignee}`;
  };
  const count = sqlValues(workspace.id);
  const where = visibleTo(workspace, userId, count) + narrow(count, count.add(userId));
  const [{ rows: counts }, records] = await Promise.all([
    services.db.pool.query<{ total: number }>(
      `select count(*)::int as total from ${ASSIGNMENT_TABLES} where ${where}`,
      count.values,
    ),
    loadAssignments(services, workspace, userId, (sql) => {
      const me = sql.add(userId);
      const page = `limit ${sql.add(query.limit)} offset ${sql.add(query.offset)}`;
      return `${narrow(sql, me)} order by ${ORDER[query.queue]} ${page}`;
    }),
  ]);
  return {
    total: counts[0]?.total ?? 0,
    assignments: records.map((record) => assignmentView(workspace, record)),
  };
}
