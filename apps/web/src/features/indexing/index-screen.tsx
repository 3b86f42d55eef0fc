"use client";
import { errorWords } from "../../trpc/errors.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { useCan, useWorkspace } from "../frame/workspace-context.tsx";
import { AiSettingsCard } from "./ai-settings-card.tsx";
import { FailureList } from "./failure-list.tsx";
import { IndexCounts } from "./index-counts.tsx";
import { LayoutTable } from "./layout-table.tsx";
import { RebuildButton } from "./rebuild-button.tsx";
import { RunCard } from "./run-card.tsx";
import { useIndexStatus } from "./use-index-status.ts";

/** Admin → Search index: how far it is, what failed, how the maps came out, and what leaves the house for it. */
export function IndexScreen() {
  const { administer } = useCan();
  if (!administer) {
    return (
      <EmptyState title="The search index is for owners and admins">
        Search and the map need nothing from you.
      </EmptyState>
    );
  }
  return <SearchIndex />;
}

function SearchIndex() {
  const { workspace } = useWorkspace();
  const { status, run, pace } = useIndexStatus(workspace.slug);
  if (status.isError && status.data === undefined) {
    return (
      <ErrorState
        title="The search index could not be looked at"
        message={errorWords(status.error)}
        onRetry={() => void status.refetch()}
      />
    );
  }
  const data = status.data;
  return (
    <div className="mx-auto flex max-w-4xl flex-col gap-8 px-4 py-6">
      <section>
        <div className="mb-3 flex flex-wrap items-start justify-between gap-3">
          <div className="min-w-0">
            <h1 className="text-xl font-semibold">Search index</h1>
            <p className="text-sm text-ink-2">What search, similarity and the map know of every episode.</p>
          </div>
          {run === null ? null : <RebuildButton workspace={workspace.slug} isAsked={run.rebuildAsked} />}
        </div>
        {data === undefined || run === null ? (
          <div aria-busy="true" className="flex flex-col gap-3">
            <Skeleton className="h-16" />
            <Skeleton className="h-20" />
          </div>
        ) : (
          <div className="flex flex-col gap-3">
            <IndexCounts counts={data.counts} />
            <RunCard run={run} pace={pace} counts={data.counts} now={status.dataUpdatedAt} />
          </div>
        )}
      </section>
      {data === undefined || data.failures.length === 0 ? null : (
        <FailureList workspace={workspace.slug} failures={data.failures} failed={data.counts.failed} />
      )}
      <section>
        <h2 className="mb-1 text-base font-semibold">Maps</h2>
        {data === undefined ? <Skeleton className="h-24" /> : <LayoutTable layouts={data.layouts} />}
      </section>
      <AiSettingsCard workspace={workspace.slug} />
    </div>
  );
}
