import { motionSignals, motionVector } from "@retake/ai/motion";
import type { MotionSample } from "@retake/ai/motion";
import { toAppError } from "@retake/core/errors";
import { readSignals } from "../episodes/read-signals.ts";
import { runJob } from "../thread/run-job.ts";
import type { Parts, Pass } from "../types.ts";
import { type LoadedEpisode, loadEpisodes } from "../work/load-episodes.ts";
import { type MotionUpdate, saveMotions } from "./save-motions.ts";
import { type Spaces, saveSpace } from "./spaces.ts";

/** A space is fitted to at most so many episodes, and so many numbers: about 200 MB. */
const SAMPLES_MAX = 500;
const SAMPLE_VALUES_MAX = 24_000_000;

/**
 * Fits the spaces that have none yet, or twice the episodes they were fitted to; then makes the vectors that are missing or of an earlier fit.
 * One episode's telemetry is in memory at a time, but for the samples of a fit.
 */
export async function motionStage(parts: Parts, pass: Pass, spaces: Spaces): Promise<void> {
  const { rows } = await parts.db.pool.query<{ key: string; count: number }>(
    `select "motionSpace" as "key", count(*)::int as "count" from "EpisodeIndex" where "workspaceId" = $1 and "motionSpace" is not null group by 1 order by 1`,
    [pass.workspaceId],
  );
  for (const { key, count } of rows) {
    const known = spaces.get(key);
    if (known === undefined || count >= 2 * known.fittedCount) await fit(parts, pass, spaces, { key, count });
    await embedStale(parts, pass, spaces, key);
  }
}

async function fit(
  parts: Parts,
  pass: Pass,
  spaces: Spaces,
  { key, count }: { key: string; count: number },
): Promise<void> {
  const { db } = parts;
  const { workspaceId, signal } = pass;
  const { rows } = await db.pool.query<{ id: string }>(
    `select "episodeId" as "id" from "EpisodeIndex" where "workspaceId" = $1 and "motionSpace" = $2 order by md5("episodeId"), "episodeId" limit $3`,
    [workspaceId, key, SAMPLES_MAX],
  );
  const ids: string[] = [];
  const samples: MotionSample[] = [];
  let values = 0;
  for (const { id } of rows) {
    if (values > SAMPLE_VALUES_MAX) break;
    signal.throwIfAborted();
    const sample = await readSample(parts, workspaceId, id);
    if (sample === null) continue;
    ids.push(id);
    samples.push(sample);
    values += sample.signals.reduce((sum, one) => sum + one.values.length, 0);
    await pass.tell("episodes", ids.length, rows.length);
  }
  if (samples.length === 0) return;
  const made = await runJob({ kind: "space", samples }, { signal });
  const space = { version: (spaces.get(key)?.version ?? 0) + 1, fittedCount: count, fit: made.fit };
  await saveSpace(db, workspaceId, key, space);
  spaces.set(key, space);
  const updates = ids.map((episodeId, n): MotionUpdate => {
    const motion = made.vectors[n] ?? null;
    return { episodeId, version: space.version, motion, problem: motion === null ? UNREADABLE : null };
  });
  await saveMotions(db, workspaceId, updates);
  pass.counts.motions += updates.length;
}

const UNREADABLE = "Its motion could not be described.";

async function readSample(parts: Parts, workspaceId: string, id: string): Promise<MotionSample | null> {
  const [episode] = await loadEpisodes(parts.db, workspaceId, [id]);
  const signals = episode === undefined ? null : await readSignals(parts.reader, episode).catch(() => null);
  if (episode === undefined || signals === null) return null;
  const { state, action } = motionSignals(signals);
  const chosen = [state, action].flatMap((one) => one ?? []);
  return { signals: chosen, meta: { robotType: episode.meta.robotType } };
}

async function embedStale(parts: Parts, pass: Pass, spaces: Spaces, key: string): Promise<void> {
  const space = spaces.get(key);
  if (space === undefined) return;
  const { rows } = await parts.db.pool.query<{ id: string }>(
    `select "episodeId" as "id" from "EpisodeIndex" where "workspaceId" = $1 and "motionSpace" = $2 and "motionVersion" is distinct from $3 order by 1`,
    [pass.workspaceId, key, space.version],
  );
  for (let from = 0; from < rows.length; from += parts.batchSize) {
    const ids = rows.slice(from, from + parts.batchSize).map(({ id }) => id);
    const updates: MotionUpdate[] = [];
    for (const episode of await loadEpisodes(parts.db, pass.workspaceId, ids)) {
      pass.signal.throwIfAborted();
      updates.push({ version: space.version, ...(await embedOne(parts, space.fit, episode)) });
    }
    await saveMotions(parts.db, pass.workspaceId, updates);
    pass.counts.motions += updates.length;
    await pass.tell("episodes", Math.min(rows.length, from + parts.batchSize), rows.length);
  }
}

async function embedOne(
  { reader }: Parts,
  fitted: Parameters<typeof motionVector>[0],
  episode: LoadedEpisode,
): Promise<Omit<MotionUpdate, "version">> {
  try {
    const motion = motionVector(fitted, await readSignals(reader, episode), episode.meta);
    return { episodeId: episode.id, motion, problem: null };
  } catch (thrown) {
    return { episodeId: episode.id, motion: null, problem: `${UNREADABLE} ${toAppError(thrown).message}` };
  }
}
