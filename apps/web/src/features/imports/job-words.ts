import type { ImportJobView } from "@retake/trpc/schemas";
import { countOf, formatCount } from "../../ui/figures.ts";

/** Still going on: it can be cancelled, and its numbers change. */
export function isActive(job: ImportJobView): boolean {
  return job.status === "queued" || job.status === "running";
}

/** Ended without everything: once the reason is mended, starting it again takes up what is missing and keeps what is here. */
export function canRetry(job: ImportJobView): boolean {
  return !isActive(job) && job.status !== "completed";
}

const PHASES: Record<string, string> = {
  waiting: "waiting for its turn",
  downloading: "downloading",
  checking: "checking the files",
  episodes: "importing episodes",
  publishing: "finishing",
};

/** Where a job stands, in words. */
export function statusWords(job: ImportJobView): string {
  switch (job.status) {
    case "queued":
      return "Waiting for its turn";
    case "running":
      return `Running: ${PHASES[job.phase] ?? job.phase}`;
    case "completed":
      return "Completed";
    case "completed_with_losses":
      return "Completed, with losses";
    case "refused":
      return "Refused";
    case "failed":
      return "Failed";
    case "cancelled":
      return "Cancelled";
  }
}

export type Tone = "neutral" | "accent" | "success" | "attention" | "failure";

export function statusTone(job: ImportJobView): Tone {
  switch (job.status) {
    case "queued":
    case "cancelled":
      return "neutral";
    case "running":
      return "accent";
    case "completed":
      return "success";
    case "completed_with_losses":
      return "attention";
    case "refused":
    case "failed":
      return "failure";
  }
}

/** How many episodes were asked for: `at most 10 episodes`. */
export function limitWords(maxEpisodes: number): string {
  return `at most ${countOf(maxEpisodes, "episode")}`;
}

/** What came of it: `203 episodes imported, 3 quarantined`; of one that stopped on its way, what is kept for the next start. */
export function resultWords(job: ImportJobView): string {
  const { imported, unchanged, quarantined } = job.episodes;
  const isCut = job.status === "cancelled" || job.status === "failed";
  const kept = imported + unchanged;
  if (isCut && kept > 0 && job.dataset_slug === null) {
    return `${formatCount(kept)} of ${countOf(job.progress.total, "episode")} kept, shown once all are in`;
  }
  const parts = [
    imported > 0 || (unchanged === 0 && quarantined.length === 0)
      ? `${countOf(imported, "episode")} imported`
      : "",
    unchanged > 0 ? `${countOf(unchanged, "episode")} unchanged` : "",
    quarantined.length > 0 ? `${quarantined.length} quarantined` : "",
  ];
  return parts.filter((part) => part !== "").join(", ");
}
