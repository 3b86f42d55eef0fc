import { AppError } from "@retake/core/errors";
import { notify } from "@retake/db/notify";
import type { UserActor, WorkspaceAccess } from "../actor.ts";
import { EPISODE_TABLES, VISIBLE_EPISODE } from "../catalogue/episode-columns.ts";
import type { Services } from "../context.ts";
import { andConditions, filterConditions } from "../episodes/episode-filter.ts";
import { sqlValues, type SqlValues } from "../episodes/sql-values.ts";
import { recordActivity } from "../activity/record-activity.ts";
import { assignmentPermissions } from "../policies/assignments.ts";
import { ASSIGN_MAX, type AssignRequest } from "../schemas/assignments.ts";

interface Assigned {
  /** Episodes asked for; one more than may be assigned at once tells that there are more. */
  episodes: number;
  /** People who may label here. */
  people: number;
  assigned: number;
  wanted: number;
}

/**
 * Gives episodes to people, in one statement, all or none. What somebody has already stays as it is; an episode that is shared out goes to nobody
 * if somebody has it.
 * @throws AppError `bad_request` for more than {@link ASSIGN_MAX} episodes, for people who may not label here, and for a comparison that is not blind
 */
export async function assignEpisodes(
  { db }: Pick<Services, "db">,
  workspace: WorkspaceAccess,
  actor: UserActor,
  request: AssignRequest,
): Promise<{ episodes: number; assigned: number; skipped: number }> {
  if (request.gold && !request.blind)
    throw new AppError("bad_request", "Only blind work can be compared with a reference.");
  const people = [...new Set(request.people)];
  const client = await db.pool.connect();
  try {
    await client.query("begin");
    // Two people who share out at once would each find the same episodes free.
    await client.query(`select 1 from "Workspace" where "id" = $1 for no key update`, [workspace.id]);
    const sql = sqlValues(workspace.id);
    const { rows } = await client.query<Assigned>(
      statement(workspace, actor, { ...request, people }, sql),
      sql.values,
    );
    const done = rows[0] ?? { episodes: 0, people: 0, assigned: 0, wanted: 0 };
    if (done.episodes > ASSIGN_MAX)
      throw new AppError(
        "bad_request",
        `At most ${ASSIGN_MAX.toLocaleString("en-US")} episodes can be assigned at once. Nothing was; narrow the list down.`,
      );
    if (done.people < people.length)
      throw new AppError(
        "bad_request",
        "Not everybody named may label in this workspace. Nothing was assigned.",
      );
    if (done.assigned > 0) {
      const data = { count: done.assigned, people, blind: request.blind };
      await recordActivity(client, workspace.id, {
        userId: actor.userId,
        episodeId: null,
        kind: "assignment.created",
        data,
      });
      await notify(client, "assignment", workspace.id);
    }
    await client.query("commit");
    return { episodes: done.episodes, assigned: done.assigned, skipped: done.wanted - done.assigned };
  } catch (error) {
    await client.query("rollback");
    throw error;
  } finally {
    client.release();
  }
}

function statement(
  workspace: WorkspaceAccess,
  actor: UserActor,
  { episodes, people, split, blind, gold }: AssignRequest,
  sql: SqlValues,
): string {
  const chosen =
    "filter" in episodes
      ? andConditions(filterConditions(episodes.filter, sql))
      : ` and e."sessionId" = any(${sql.add(episodes.sessionIds)}::text[])`;
  const roles = sql.add(assignmentPermissions["assignment.work"].roles);
  const free = `not exists (select 1 from "Assignment" x where x."episodeId" = t."id")`;
  const reference = `exists (select 1 from "Annotation" n where n."episodeId" = t."id" and n."layer" = 'gold')`;
  return `with target as (
      select e."id", row_number() over (order by d."slug" nulls last, e."episodeIndex", e."createdAt", e."sessionId") as n
      from ${EPISODE_TABLES} where ${VISIBLE_EPISODE}${chosen} order by n limit ${ASSIGN_MAX + 1}
    ), people as (
      select m."userId" as id, row_number() over (order by p.place) - 1 as place from unnest(${sql.add(people)}::text[]) with ordinality p(id, place)
      join "Membership" m on m."userId" = p.id and m."workspaceId" = $1 and m."role"::text = any(${roles}::text[])
    ), turns as (
      select t."id", row_number() over (order by t.n) - 1 as turn from target t where ${split === "share" ? free : "true"}
    ), made as (
      insert into "Assignment" ("id", "workspaceId", "episodeId", "assigneeId", "layer", "gold", "createdById")
      select gen_random_uuid()::text, $1, t."id", p.id, ${blind ? `'blind:' || p.id` : `'main'`}, ${gold ? reference : "false"}, ${sql.add(actor.userId)}
      from turns t join people p on ${split === "share" ? `p.place = t.turn % (select count(*) from people)` : "true"}
      where (select count(*) from people) = ${sql.add(people.length)} and (select count(*) from target) <= ${ASSIGN_MAX}
      order by t.turn
      on conflict ("episodeId", "assigneeId") do nothing returning 1
    )
    select (select count(*)::int from target) as "episodes", (select count(*)::int from people) as "people", (select count(*)::int from made) as "assigned",
      (select count(*)::int from target) * ${split === "share" ? "1" : `(select count(*)::int from people)`} as "wanted"`;
}
