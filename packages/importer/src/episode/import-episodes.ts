import { setImmediate } from "node:timers/promises";
import { describeFault, isOurFault } from "../layout/describe-fault.ts";
import type { EpisodeRow } from "../layout/episode-row.ts";
import type { ImportRun } from "../import-run.ts";
import type { ImportProgress, ImportResult } from "../types.ts";
import { importEpisode } from "./import-episode.ts";
import { EpisodeWarnings } from "./episode-warnings.ts";

export type EpisodeTally = Pick<ImportResult, "imported" | "unchanged" | "quarantined">;

/** Brings in one episode after the other. One that cannot be read is set aside with its reason; the rest goes on. */
export async function importEpisodes(
  run: ImportRun,
  episodes: readonly EpisodeRow[],
  report: (update: Partial<ImportProgress>) => void,
): Promise<EpisodeTally> {
  const tally: EpisodeTally = { imported: 0, unchanged: 0, quarantined: [] };
  const gathered = new EpisodeWarnings();
  const total = episodes.length;
  report({ phase: "episodes", done: 0, total, unit: "episodes" });
  for (const [done, row] of episodes.entries()) {
    run.signal.throwIfAborted();
    try {
      const { outcome, warnings } = await importEpisode(run, row);
      tally[outcome] += 1;
      gathered.add(row.index, warnings);
    } catch (thrown) {
      if (isOurFault(thrown) || run.signal.aborted) throw thrown;
      tally.quarantined.push({ episodeIndex: row.index, reason: sentence(describeFault(thrown)) });
    }
    report({ done: done + 1, total, imported: tally.imported, unchanged: tally.unchanged });
    // Reads of small files never wait for the disk; without a breath a cancel would not be heard.
    await setImmediate();
  }
  gathered.summarise(run.warnings);
  return tally;
}

function sentence(text: string): string {
  const begun = /^[a-z]+ /.test(text) && !text.includes("/") ? `Its data file ${text}` : text;
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}
