import type { ImportJobView } from "@retake/trpc/schemas";

/** More cells than this are too small to see; each then stands for several episodes. */
export const CELLS_MAX = 600;

export interface Cell {
  state: "waiting" | "done" | "quarantined";
  /** First and last episode it stands for, counted from 0. */
  first: number;
  last: number;
  /** Why, when it is quarantined. */
  reason: string | null;
}

/**
 * One small cell an episode. Progress says how many are through, not which, so cells fill in order;
 * the quarantined ones stand at their own numbers.
 */
export function episodeCells(job: Pick<ImportJobView, "progress" | "episodes">): Cell[] {
  const { total } = job.progress;
  if (total <= 0) return [];
  const size = Math.ceil(total / CELLS_MAX);
  const reasons = new Map<number, string>();
  for (const one of job.episodes.quarantined) {
    const cell = Math.floor(Math.min(one.episode_index, total - 1) / size);
    const line = `Episode ${one.episode_index}: ${one.reason}`;
    const before = reasons.get(cell);
    reasons.set(cell, before === undefined ? line : `${before}\n${line}`);
  }
  return Array.from({ length: Math.ceil(total / size) }, (_, i) => {
    const first = i * size;
    const last = Math.min(total, first + size) - 1;
    const reason = reasons.get(i) ?? null;
    const isDone = last < job.progress.done;
    return { state: reason !== null ? "quarantined" : isDone ? "done" : "waiting", first, last, reason };
  });
}
