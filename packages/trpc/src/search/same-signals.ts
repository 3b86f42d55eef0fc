import { EPISODE_TABLES, VISIBLE_EPISODE } from "../catalogue/episode-columns.ts";
import type { CatalogueEpisode } from "../catalogue/types.ts";
import type { Services } from "../context.ts";
import { sqlValues } from "../episodes/sql-values.ts";

/** A dimension of an episode that means the same as the one that was asked about. */
export interface SameSignal {
  sessionId: string;
  dim: number;
}

/** Episodes that are looked through at all. */
const EPISODES_MAX = 20_000;

/**
 * Where a topic's dimension occurs: under the same name, or, where nothing is named, at the same place of a topic that is as wide.
 * The episode itself first, then its dataset, then the newest. One query.
 */
export async function sameSignals(
  { db }: Pick<Services, "db">,
  workspaceId: string,
  episode: CatalogueEpisode,
  {
    topic,
    dim,
    scope,
  }: { topic: string; dim: number; scope?: { datasetSlug?: string | undefined } | undefined },
): Promise<{ list: SameSignal[]; isCut: boolean }> {
  const own = episode.topics.find(({ name }) => name === topic);
  const name = own?.featureNames[dim] ?? null;
  const sql = sqlValues(workspaceId, topic, episode.datasetSlug, episode.sessionId);
  const place = `array_position(t."featureNames", ${sql.add(name)}::text)`;
  const means =
    name === null
      ? `coalesce(cardinality(t."featureNames"), 0) = 0 and t."shape" = ${sql.add(own?.shape ?? [])}::int[]`
      : `${place} is not null`;
  const inDataset = scope?.datasetSlug === undefined ? "" : ` and d."slug" = ${sql.add(scope.datasetSlug)}`;
  const { rows } = await db.pool.query<{ sessionId: string; place: number | null }>(
    `select e."sessionId", ${place} as "place" from ${EPISODE_TABLES} join "Topic" t on t."episodeId" = e."id"
     where ${VISIBLE_EPISODE} and t."name" = $2 and t."kind" = 'signal' and ${means}${inDataset}
     order by e."sessionId" = $4 desc, coalesce(d."slug" = $3, false) desc, e."createdAt" desc, e."sessionId" limit ${EPISODES_MAX + 1}`,
    sql.values,
  );
  const list = rows.slice(0, EPISODES_MAX).map(({ sessionId, place: found }) => ({
    sessionId,
    dim: found === null ? dim : found - 1,
  }));
  return { list, isCut: rows.length > EPISODES_MAX };
}
