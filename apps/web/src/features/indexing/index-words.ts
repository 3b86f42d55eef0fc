import type { IndexRunView, IndexStage } from "@retake/trpc/schemas";

/** In the order in which they run. */
export const STAGES: readonly { stage: IndexStage; name: string; does: string }[] = [
  { stage: "episodes", name: "Episodes", does: "Reading signals: facts, findings and motion" },
  { stage: "texts", name: "Texts", does: "Comparing what is said by its meaning" },
  { stage: "map", name: "Maps", does: "Laying out the map" },
  { stage: "pictures", name: "Pictures", does: "Looking at stills" },
  { stage: "summaries", name: "Summaries", does: "Having the model describe episodes" },
];

/** What goes on, in a sentence without its end. */
export function runWords({ state, stage, rebuildAsked }: IndexRunView, waiting: number): string {
  if (state === "running") return STAGES.find((one) => one.stage === stage)?.does ?? "Indexing";
  if (rebuildAsked) return "Waiting for the worker to rebuild it";
  if (state === "failed") return "Something could not be done; it is tried again by itself";
  return waiting > 0 ? "Waiting for the worker" : "Up to date";
}

export const MAP_NAMES: Record<string, string> = { motion: "Motion", text: "Text", visual: "Pictures" };

/** `0.9876` → `98.8 %`. */
export function shareWords(share: number | null): string {
  return share === null ? "–" : `${(share * 100).toFixed(1)} %`;
}
