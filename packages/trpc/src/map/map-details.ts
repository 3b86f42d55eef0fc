import type { WorkspaceAccess } from "../actor.ts";
import { EPISODE_COLUMNS, EPISODE_TABLES, VISIBLE_EPISODE } from "../catalogue/episode-columns.ts";
import type { EpisodeRecord } from "../catalogue/types.ts";
import type { Services } from "../context.ts";
import { episodeRow } from "../presenters/episode-row.ts";
import type { MapDetail } from "../schemas/map.ts";

/** What a card or a line of a list says of episodes: one query, none while nothing has changed. Those that are not there are left out. */
export async function mapDetails(
  { db, catalogue }: Pick<Services, "db" | "catalogue">,
  workspace: WorkspaceAccess,
  sessionIds: readonly string[],
): Promise<MapDetail[]> {
  const found = await catalogue.remember(workspace.id, `map details ${sessionIds.join()}`, async () => {
    const { rows } = await db.pool.query<EpisodeRecord>(
      `select ${EPISODE_COLUMNS} from ${EPISODE_TABLES} where ${VISIBLE_EPISODE} and e."sessionId" = any($2)`,
      [workspace.id, sessionIds],
    );
    return { rows };
  });
  const byId = new Map(found.rows.map((record) => [record.sessionId, record]));
  return sessionIds.flatMap((sessionId) => {
    const record = byId.get(sessionId);
    return record === undefined ? [] : [{ ...episodeRow(workspace.slug, record), summary: record.summary }];
  });
}
