import type { UserActor, WorkspaceAccess } from "../actor.ts";
import type { Services } from "../context.ts";
import { sqlValues } from "../episodes/sql-values.ts";
import type { AssignmentState, Progress } from "../schemas/assignments.ts";
import { ASSIGNMENT_TABLES, visibleTo } from "./load-assignments.ts";

interface Tally {
  assigneeId: string;
  name: string;
  slug: string | null;
  datasetName: string | null;
  state: AssignmentState;
  count: number;
}

type Counts = Record<AssignmentState, number>;

/** How far the work has come, for each person and each dataset that the caller may see assignments of. */
export async function loadProgress(
  { db }: Pick<Services, "db">,
  workspace: WorkspaceAccess,
  { userId }: Pick<UserActor, "userId">,
): Promise<Progress> {
  const sql = sqlValues(workspace.id);
  const { rows } = await db.pool.query<Tally>(
    `select a."assigneeId", coalesce(u."name", u."email", 'Somebody') as "name", d."slug", d."name" as "datasetName", a."state", count(*)::int as "count"
     from ${ASSIGNMENT_TABLES} left join "User" u on u."id" = a."assigneeId" where ${visibleTo(workspace, userId, sql)}
     group by 1, 2, 3, 4, 5 order by 2, 1, 4, 3`,
    sql.values,
  );
  const people = gather(rows, ({ assigneeId, name }) => ({ person: { userId: assigneeId, name } }));
  const datasets = gather(rows, ({ slug, datasetName }) => ({ slug, name: datasetName }));
  return { people, datasets: datasets.toSorted((a, b) => (a.name ?? "").localeCompare(b.name ?? "")) };
}

function gather<T extends object>(rows: readonly Tally[], by: (row: Tally) => T): (T & { counts: Counts })[] {
  const groups = new Map<string, T & { counts: Counts }>();
  for (const row of rows) {
    const named = by(row);
    const key = JSON.stringify(named);
    let group = groups.get(key);
    if (group === undefined) {
      group = { ...named, counts: { todo: 0, labelled: 0, in_review: 0, accepted: 0, returned: 0 } };
      groups.set(key, group);
    }
    group.counts[row.state] += row.count;
  }
  return [...groups.values()];
}
