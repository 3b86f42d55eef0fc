"use client";
import type { ImportJobView } from "@retake/trpc/schemas";
import { useMutation } from "@tanstack/react-query";
import { ArrowRight, Ban, Check, CircleAlert, OctagonX, TriangleAlert, type LucideIcon } from "lucide-react";
import Link from "next/link";
import { errorWords } from "../../trpc/errors.ts";
import { useTRPC } from "../../trpc/use-trpc.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { formatDuration, formatMoment } from "../../ui/figures.ts";
import { toast } from "../../ui/toast.tsx";
import { EpisodeGrid } from "./episode-grid.tsx";
import { JobNotes } from "./job-notes.tsx";
import { canRetry, limitWords, resultWords, statusTone, statusWords } from "./job-words.ts";

interface ImportHistoryProps {
  jobs: readonly ImportJobView[];
  workspace: string;
  onStarted: (job: ImportJobView) => void;
}

/** Imports that have ended, newest first, each with what came of it. */
export function ImportHistory({ jobs, workspace, onStarted }: ImportHistoryProps) {
  if (jobs.length === 0) return <p className="py-2 text-sm text-ink-2">None yet. They stay listed here.</p>;
  return (
    <ul>
      {jobs.map((job) => (
        <HistoryLine key={job.id} job={job} workspace={workspace} onStarted={onStarted} />
      ))}
    </ul>
  );
}

function HistoryLine({
  job,
  workspace,
  onStarted,
}: Omit<ImportHistoryProps, "jobs"> & { job: ImportJobView }) {
  const trpc = useTRPC();
  const start = useMutation(trpc.imports.start.mutationOptions());
  const again = async (): Promise<void> => {
    try {
      onStarted(
        await start.mutateAsync({
          workspace,
          dataset: job.dataset,
          ...(job.revision === null ? {} : { revision: job.revision }),
          ...(job.max_episodes === null ? {} : { episodes: job.max_episodes }),
        }),
      );
    } catch (error) {
      toast.error("The import could not be started", { description: errorWords(error) });
    }
  };
  const Icon = ICONS[job.status] ?? Ban;
  return (
    <li className="flex flex-col gap-2 border-b py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="min-w-0 font-medium wrap-anywhere">{job.dataset}</span>
        <Badge tone={statusTone(job)} className="px-0 has-[svg]:bg-transparent">
          <Icon aria-hidden />
          {statusWords(job)}
        </Badge>
        <span className="flex items-center gap-1 max-sm:w-full max-sm:flex-row-reverse max-sm:justify-end sm:ml-auto">
          {canRetry(job) ? (
            <Button size="sm" disabled={start.isPending} onClick={() => void again()}>
              {job.status === "cancelled" ? "Resume" : "Try again"}
            </Button>
          ) : null}
          {job.dataset_slug === null ? null : (
            <Button asChild size="sm" variant="quiet" className="max-sm:-ml-2">
              <Link
                href={`/w/${encodeURIComponent(workspace)}/episodes?dataset=${encodeURIComponent(job.dataset_slug)}`}
              >
                Show its episodes
                <ArrowRight aria-hidden />
              </Link>
            </Button>
          )}
        </span>
      </div>
      <p className="text-xs text-ink-3">
        {job.status === "refused" ? "" : `${resultWords(job)} · `}
        {job.max_episodes === null ? "" : `${limitWords(job.max_episodes)} asked for · `}
        <span className="whitespace-nowrap">{formatMoment(job.created_at)}</span>
        <span className="whitespace-nowrap">{tookWords(job)}</span>
      </p>
      {job.episodes.quarantined.length === 0 ? null : <EpisodeGrid job={job} />}
      <JobNotes job={job} />
    </li>
  );
}

const ICONS: Partial<Record<ImportJobView["status"], LucideIcon>> = {
  completed: Check,
  completed_with_losses: TriangleAlert,
  refused: OctagonX,
  failed: CircleAlert,
};

function tookWords(job: ImportJobView): string {
  if (job.started_at === null || job.finished_at === null) return "";
  const seconds = (Date.parse(job.finished_at) - Date.parse(job.started_at)) / 1000;
  return seconds > 0 ? ` · took ${formatDuration(seconds)}` : "";
}
