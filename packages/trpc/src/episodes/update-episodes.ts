import { AppError, notFound } from "@retake/core/errors";
import { LIMITS } from "@retake/core/limits";
import type { WorkspaceAccess } from "../actor.ts";
import { writeEpisodeChange } from "../catalogue/episode-change.ts";
import { VISIBLE_EPISODE } from "../catalogue/episode-columns.ts";
import type { Services } from "../context.ts";
import { sqlValues, type SqlValues } from "./sql-values.ts";

/** Absent fields stay as they are. `tags` replaces them all; addTags and removeTags change some. */
export interface EpisodeChange {
  outcome?: "success" | "failure" | null | undefined;
  task?: string | undefined;
  tags?: string[] | undefined;
  addTags?: string[] | undefined;
  removeTags?: string[] | undefined;
}

/** Changes of more episodes than this are announced as one of the workspace. */
const NAMED_MAX = 50;

/**
 * Changes what people say about episodes, all or none of them.
 * @returns the ids that were found
 * @throws AppError `bad_request` if an episode would get more tags than it may have
 */
export async function updateEpisodes(
  { db, catalogue }: Pick<Services, "db" | "catalogue">,
  workspace: WorkspaceAccess,
  sessionIds: readonly string[],
  change: EpisodeChange,
): Promise<Set<string>> {
  const sql = sqlValues(workspace.id, sessionIds);
  const sets = assignments(change, sql);
  const client = await db.pool.connect();
  try {
    await client.query("begin");
    const { rows } = await client.query<{ sessionId: string; tags: number }>(
      `update "Episode" e set ${sets.join(", ")} where ${VISIBLE_EPISODE} and e."sessionId" = any($2)
       returning e."sessionId", cardinality(e."tags") as tags`,
      sql.values,
    );
    if (rows.some((row) => row.tags > LIMITS.tagsMax)) {
      throw new AppError(
        "bad_request",
        `An episode has at most ${LIMITS.tagsMax} tags. Nothing was changed.`,
      );
    }
    const found = rows.map((row) => row.sessionId);
    const changed = found.length > NAMED_MAX ? [null] : found;
    const ids = changed.map((sessionId) => writeEpisodeChange({ workspaceId: workspace.id, sessionId }));
    await client.query("select pg_notify('episode', id) from unnest($1::text[]) id", [ids]);
    await client.query("commit");
    for (const sessionId of changed) catalogue.forget(workspace.id, sessionId);
    return new Set(found);
  } catch (error) {
    await client.query("rollback");
    throw error;
  } finally {
    client.release();
  }
}

/** The same for one. @throws AppError `not_found` */
export async function updateEpisode(
  services: Pick<Services, "db" | "catalogue">,
  workspace: WorkspaceAccess,
  sessionId: string,
  change: EpisodeChange,
): Promise<void> {
  const found = await updateEpisodes(services, workspace, [sessionId], change);
  if (found.size === 0) throw notFound(`The episode “${sessionId}”`);
}

function assignments(change: EpisodeChange, sql: SqlValues): string[] {
  const sets = [`"updatedAt" = now() at time zone 'UTC'`];
  if (change.outcome !== undefined) sets.push(`"outcome" = ${sql.add(change.outcome)}::"Outcome"`);
  if (change.task !== undefined) sets.push(`"task" = ${sql.add(change.task === "" ? null : change.task)}`);
  if (change.tags !== undefined) sets.push(`"tags" = ${sql.add([...new Set(change.tags)])}::text[]`);
  else if (change.addTags !== undefined || change.removeTags !== undefined) {
    const added = sql.add(change.addTags ?? []);
    const removed = sql.add(change.removeTags ?? []);
    sets.push(`"tags" = coalesce((select array_agg(x.tag order by x.place) from (
      select tag, min(place) as place from unnest(e."tags" || ${added}::text[]) with ordinality as u(tag, place)
      where tag <> all(${removed}::text[]) group by tag) x), '{}')`);
  }
  return sets;
}
