import type { UserActor, WorkspaceAccess } from "../actor.ts";
import type { Services } from "../context.ts";
import { sqlValues } from "../episodes/sql-values.ts";
import { isReviewer } from "../policies/assignments.ts";
import type { AssignmentCounts } from "../schemas/assignments.ts";
import { QUEUE } from "./list-assignments.ts";
import { ASSIGNMENT_TABLES, visibleTo } from "./load-assignments.ts";

/** How much waits for a person, and a mark that changes with every assignment. */
export async function countAssignments(
  { db }: Pick<Services, "db">,
  workspace: WorkspaceAccess,
  { userId }: Pick<UserActor, "userId">,
): Promise<AssignmentCounts> {
  const sql = sqlValues(workspace.id);
  const where = visibleTo(workspace, userId, sql);
  const me = sql.add(userId);
  const review = isReviewer(workspace) ? QUEUE.review(me) : "false";
  const { rows } = await db.pool.query<Omit<AssignmentCounts, "version"> & { stamp: string | null }>(
    `select count(*) filter (where ${QUEUE.mine(me)} and a."state" in ('todo', 'returned'))::int as "mine",
       count(*) filter (where ${review})::int as "review", count(*)::int as "all", 
       sum((extract(epoch from a."updatedAt") * 1000)::bigint)::text as "stamp"
     from ${ASSIGNMENT_TABLES} where ${where}`,
    sql.values,
  );
  const { mine = 0, review: waiting = 0, all = 0, stamp = null } = rows[0] ?? {};
  // The newest time alone would miss a change that began before another one and was stored after it.
  return { version: `${stamp ?? 0}.${all}`, mine, review: waiting, all };
}
