"use client";
import type { ImportJobView } from "@retake/trpc/schemas";
import { useMutation } from "@tanstack/react-query";
import { errorWords } from "../../trpc/errors.ts";
import { useTRPC } from "../../trpc/use-trpc.ts";
import { Button } from "../../ui/button.tsx";
import { formatCount, formatDuration, formatValue } from "../../ui/figures.ts";
import { Progress } from "../../ui/progress.tsx";
import { toast } from "../../ui/toast.tsx";
import { EpisodeGrid } from "./episode-grid.tsx";
import { JobNotes } from "./job-notes.tsx";
import { limitWords, statusWords } from "./job-words.ts";
import type { Pace } from "./progress-rate.ts";

interface ActiveImportProps {
  job: ImportJobView;
  pace: Pace | null;
  workspace: string;
  onChanged: (job: ImportJobView) => void;
}

/** An import that is going on. It goes on without this page too. */
export function ActiveImport({ job, pace, workspace, onChanged }: ActiveImportProps) {
  const trpc = useTRPC();
  const cancel = useMutation(trpc.imports.cancel.mutationOptions());
  const { done, total, unit } = job.progress;
  const stop = async (): Promise<void> => {
    try {
      onChanged(await cancel.mutateAsync({ workspace, id: job.id }));
      toast("The import is being cancelled", { description: "Whole episodes that came in so far are kept." });
    } catch (error) {
      toast.error("The import could not be cancelled", { description: errorWords(error) });
    }
  };
  return (
    <article className="flex flex-col gap-3 rounded border p-4">
      <header className="flex items-center justify-between gap-3">
        <h3 className="min-w-0 text-sm font-semibold wrap-anywhere">{job.dataset}</h3>
        <Button size="sm" variant="danger" disabled={cancel.isPending} onClick={() => void stop()}>
          Cancel
        </Button>
      </header>
      {job.status === "queued" ? null : (
        <Progress label={`Import of ${job.dataset}`} value={total > 0 ? done / total : null} />
      )}
      <p className="figures flex flex-wrap gap-x-4 text-ink-2">
        <span className="font-sans text-sm text-ink">{statusWords(job)}</span>
        {job.max_episodes === null ? null : <span className="font-sans">{limitWords(job.max_episodes)}</span>}
        {total > 0 ? (
          <span>
            {formatCount(done)} of {formatCount(total)} {unit}
          </span>
        ) : null}
        {pace === null ? null : (
          <span>
            {formatValue(pace.perSecond)} {unit}/s
          </span>
        )}
        {pace === null || pace.leftS === null ? null : <span>{formatDuration(pace.leftS)} left</span>}
      </p>
      <EpisodeGrid job={job} />
      <JobNotes job={job} />
    </article>
  );
}
