"use client";
import { errorWords } from "../../trpc/errors.ts";
import { ErrorState } from "../../ui/error-state.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { useCan, useWorkspace } from "../frame/workspace-context.tsx";
import { ActiveImport } from "./active-import.tsx";
import { ImportHistory } from "./import-history.tsx";
import { NewImport } from "./new-import.tsx";
import { isActive } from "./job-words.ts";
import { useImportJobs } from "./use-import-jobs.ts";

/** Admin → Imports: bring a dataset in, watch it come, and what became of the earlier ones. */
export function ImportsScreen() {
  const { administer } = useCan();
  if (!administer) {
    return (
      <EmptyState title="Imports are for owners and admins">
        Ask one of them to import a dataset for you.
      </EmptyState>
    );
  }
  return <Imports />;
}

function Imports() {
  const { workspace } = useWorkspace();
  const { jobs, receive, isLive, paceOfJob } = useImportJobs(workspace.slug);
  // In the order of their turns: what runs stands first.
  const active = jobs.data?.imports.filter(isActive).toReversed() ?? [];
  const ended = jobs.data?.imports.filter((job) => !isActive(job)) ?? [];
  return (
    <div className="mx-auto flex max-w-5xl flex-col gap-8 px-4 py-6">
      <NewImport workspace={workspace.slug} onStarted={receive} />
      {active.length === 0 ? null : (
        <section className="flex flex-col gap-4">
          <h2 className="text-base font-semibold">
            Running
            {isLive ? null : <span className="ml-2 text-xs font-normal text-ink-3">waiting for news</span>}
          </h2>
          {active.map((job) => (
            <ActiveImport
              key={job.id}
              job={job}
              pace={paceOfJob(job)}
              workspace={workspace.slug}
              onChanged={receive}
            />
          ))}
        </section>
      )}
      <section>
        <h2 className="mb-1 text-base font-semibold">Earlier imports</h2>
        {jobs.isError ? (
          <ErrorState
            title="The imports could not be loaded"
            message={errorWords(jobs.error)}
            onRetry={() => void jobs.refetch()}
          />
        ) : jobs.isPending ? (
          <div aria-busy="true" className="flex flex-col gap-2 pt-2">
            <Skeleton className="h-8" />
            <Skeleton className="h-8" />
            <Skeleton className="h-8" />
          </div>
        ) : (
          <ImportHistory jobs={ended} workspace={workspace.slug} onStarted={receive} />
        )}
      </section>
    </div>
  );
}
