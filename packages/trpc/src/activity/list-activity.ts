import type { z } from "zod";
import type { UserActor, WorkspaceAccess } from "../actor.ts";
import type { Services } from "../context.ts";
import { getEpisode } from "../episodes/get-episode.ts";
import { sqlValues, type SqlValues } from "../episodes/sql-values.ts";
import { visibleActivity } from "../policies/activity.ts";
import { person } from "../presenters/person.ts";
import type { activityListInput, activityListOutput, ActivityView } from "../schemas/activity.ts";

type FeedQuery = Omit<z.infer<typeof activityListInput>, "workspace">;

interface Line {
  id: string;
  userId: string | null;
  name: string | null;
  email: string | null;
  kind: string;
  data: Record<string, unknown>;
  createdAt: Date;
  sessionId: string | null;
  episodeIndex: number | null;
}

/** What was done in the workspace, or with one episode, newest first. @throws AppError `not_found` for an episode that is not there */
export async function listActivity(
  services: Pick<Services, "db" | "catalogue">,
  workspace: WorkspaceAccess,
  actor: Pick<UserActor, "userId">,
  { sessionId, before, limit }: FeedQuery,
): Promise<z.infer<typeof activityListOutput>> {
  const sql = sqlValues(workspace.id);
  const where = await feedOf(services, workspace, actor, sessionId, sql);
  const page = before === undefined ? "" : ` and h."id" < ${sql.add(before)}`;
  const { rows } = await services.db.pool.query<Line>(
    `select h."id"::text as "id", h."userId", u."name", u."email", h."kind", h."data", h."createdAt", e."sessionId", e."episodeIndex"
     from "Activity" h left join "User" u on u."id" = h."userId" left join "Episode" e on e."id" = h."episodeId"
     where ${where}${page} order by h."id" desc limit ${sql.add(limit)}`,
    sql.values,
  );
  return { activities: rows.map(view), before: rows.length < limit ? null : (rows.at(-1)?.id ?? null) };
}

/** Number of the newest line, or null. */
export async function newestActivity(
  services: Pick<Services, "db" | "catalogue">,
  workspace: WorkspaceAccess,
  actor: Pick<UserActor, "userId">,
  sessionId: string | undefined,
): Promise<{ newest: string | null }> {
  const sql = sqlValues(workspace.id);
  const where = await feedOf(services, workspace, actor, sessionId, sql);
  const { rows } = await services.db.pool.query<{ id: string }>(
    `select h."id"::text as "id" from "Activity" h where ${where} order by h."id" desc limit 1`,
    sql.values,
  );
  return { newest: rows[0]?.id ?? null };
}

async function feedOf(
  services: Pick<Services, "db" | "catalogue">,
  workspace: WorkspaceAccess,
  { userId }: Pick<UserActor, "userId">,
  sessionId: string | undefined,
  sql: SqlValues,
): Promise<string> {
  const seen = `h."workspaceId" = $1 and ${visibleActivity(workspace, sql.add(userId))}`;
  if (sessionId === undefined) return seen;
  const { id } = await getEpisode(services, workspace, sessionId);
  return `${seen} and h."episodeId" = ${sql.add(id)}`;
}

function view({
  id,
  userId,
  name,
  email,
  kind,
  data,
  createdAt,
  sessionId,
  episodeIndex,
}: Line): ActivityView {
  return {
    id,
    person: person(userId, name, email),
    kind,
    data,
    at: createdAt.toISOString(),
    episode: sessionId === null ? null : { sessionId, episodeIndex },
  };
}
