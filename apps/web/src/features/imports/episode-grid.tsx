import type { ImportJobView } from "@retake/trpc/schemas";
import { memo } from "react";
import { cn } from "../../ui/cn.ts";
import { type Cell, episodeCells } from "./episode-cells.ts";

/** One small cell an episode, grey until it is in, red when it is quarantined. */
export function EpisodeGrid({ job }: { job: ImportJobView }) {
  if (job.progress.unit !== "episodes" || job.progress.total === 0) return null;
  const cells = episodeCells(job);
  const { imported, unchanged, quarantined } = job.episodes;
  const words = `${imported + unchanged} of ${job.progress.total} episodes are in, ${quarantined.length} quarantined`;
  return (
    <div role="img" aria-label={words} className="flex flex-wrap gap-0.5">
      {cells.map((cell) => (
        <GridCell key={cell.first} {...cell} />
      ))}
    </div>
  );
}

const GridCell = memo(function GridCell({ state, first, last, reason }: Cell) {
  const name = first === last ? `Episode ${first}` : `Episodes ${first} to ${last}`;
  const words = { waiting: "not in yet", done: "in", quarantined: "quarantined" }[state];
  return (
    <span
      title={reason ?? `${name}: ${words}`}
      className={cn(
        "size-2 rounded-[1px] bg-line",
        state === "done" && "bg-success-fill",
        // A shape of its own, not only another colour.
        state === "quarantined" && "rotate-45 scale-90 bg-failure-fill",
      )}
    />
  );
});
