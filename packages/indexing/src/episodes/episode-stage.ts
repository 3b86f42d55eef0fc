import { setImmediate as breathe } from "node:timers/promises";
import type { Spaces } from "../motion/spaces.ts";
import type { Parts, Pass } from "../types.ts";
import { findWork, type Named, type WorkItem } from "../work/find-work.ts";
import { loadEpisodes } from "../work/load-episodes.ts";
import type { IndexRow } from "./index-row.ts";
import { loadStored } from "./load-stored.ts";
import { readSignals } from "./read-signals.ts";
import { saveRows } from "./save-rows.ts";
import { refreshEpisode, understandEpisode } from "./understand-episode.ts";

/** Makes the index fit the episodes again, page by page, the newest first. What is saved is done with, whenever the process dies. */
export async function episodeStage(
  parts: Parts,
  pass: Pass,
  spaces: Spaces,
  named: Named | null,
): Promise<void> {
  const work = await findWork(parts.db, pass.workspaceId, named);
  for (let from = 0; from < work.length; from += parts.batchSize) {
    await pass.tell("episodes", from, work.length);
    const rows = await understandPage(parts, pass, spaces, work.slice(from, from + parts.batchSize));
    await saveRows(parts.db, pass.workspaceId, rows);
    for (const row of rows) {
      pass.counts[row.isRead ? "episodes" : "refreshed"] += 1;
      if (row.isRead && Object.keys(row.problems).length > 0) pass.counts.failed += 1;
    }
  }
  if (work.length > 0) await pass.tell("episodes", work.length, work.length);
}

async function understandPage(
  { db, reader, log }: Parts,
  { workspaceId, signal }: Pass,
  spaces: Spaces,
  page: readonly WorkItem[],
): Promise<IndexRow[]> {
  const ids = page.map(({ id }) => id);
  const stored = await loadStored(db, ids);
  const needsReading = new Set(page.filter(({ telemetry }) => telemetry).map(({ id }) => id));
  const rows: IndexRow[] = [];
  for (const episode of await loadEpisodes(db, workspaceId, ids)) {
    signal.throwIfAborted();
    const before = stored.get(episode.id) ?? null;
    const row =
      before !== null && !needsReading.has(episode.id)
        ? refreshEpisode(episode, before)
        : await understandEpisode(episode, before, spaces, () => readSignals(reader, episode));
    if (row.isRead && row.problems["telemetry"] !== undefined)
      log.warn("indexing", { session: episode.meta.sessionId, problem: row.problems["telemetry"] });
    rows.push(row);
    // Rules and vectors take milliseconds each, during which nothing else of the process runs.
    await breathe();
  }
  return rows;
}
