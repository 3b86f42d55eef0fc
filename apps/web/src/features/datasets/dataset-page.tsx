"use client";
import { useQuery } from "@tanstack/react-query";
import { ArrowRight, TriangleAlert } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { errorWords, statusOf } from "../../trpc/errors.ts";
import { useTRPC } from "../../trpc/use-trpc.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { useTitle } from "../../ui/use-title.ts";
import { useCan, useWorkspace } from "../frame/workspace-context.tsx";
import { DatasetFacts } from "./dataset-facts.tsx";
import { DurationHistogram } from "./duration-histogram.tsx";
import { FeatureStatistics } from "./feature-statistics.tsx";
import { FeatureTable } from "./feature-table.tsx";
import { PickedActions } from "./picked-actions.tsx";
import { SaveEpisodesButton } from "./save-episodes-button.tsx";
import { TaskTable } from "./task-table.tsx";

/** One dataset: what is in it, in numbers, and the way to its episodes. */
export function DatasetPage({ slug }: { slug: string }) {
  const trpc = useTRPC();
  const { workspace } = useWorkspace();
  const { edit: canEdit } = useCan();
  const root = `/w/${encodeURIComponent(workspace.slug)}`;
  const query = useQuery(trpc.datasets.get.queryOptions({ workspace: workspace.slug, slug }));
  useTitle(query.data?.name ?? null);
  if (query.isError) {
    return statusOf(query.error) === 404 ? (
      <EmptyState
        isPage
        title="This dataset was not found"
        action={
          <Button asChild>
            <Link href={`${root}/datasets`}>All datasets</Link>
          </Button>
        }
      >
        It does not exist in this workspace, or its first import has not finished yet.
      </EmptyState>
    ) : (
      <ErrorState
        isPage
        title="The dataset could not be loaded"
        message={errorWords(query.error)}
        onRetry={() => void query.refetch()}
      />
    );
  }
  if (query.isPending) return <DatasetSkeleton />;
  const dataset = query.data;
  const episodesHref = `${root}/episodes?dataset=${encodeURIComponent(dataset.slug)}`;
  const measured = dataset.features.flatMap((feature) => {
    const statistics = dataset.statistics[feature.name];
    return feature.kind === "signal" && statistics !== undefined ? [{ feature, statistics }] : [];
  });
  return (
    <div className="mx-auto flex max-w-5xl flex-col gap-8 px-4 py-6">
      <header className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0">
          <Link href={`${root}/datasets`} className="text-xs text-ink-3 hover:text-ink hover:underline">
            Datasets
          </Link>
          <h1 className="text-xl font-semibold wrap-anywhere">{dataset.name}</h1>
        </div>
        <div className="flex flex-wrap items-center gap-2">
          {dataset.kind === "picked" && canEdit ? <PickedActions dataset={dataset} /> : null}
          <SaveEpisodesButton workspace={workspace.slug} slug={dataset.slug} episodes={dataset.episodes} />
          <Button asChild variant="primary">
            <Link href={episodesHref}>
              Show its episodes
              <ArrowRight aria-hidden />
            </Link>
          </Button>
        </div>
      </header>
      <DatasetFacts dataset={dataset} />
      {dataset.warnings.length === 0 ? null : (
        <Section title="Warnings">
          <ul className="flex flex-col gap-1.5">
            {dataset.warnings.map((warning) => (
              <li key={`${warning.code} ${warning.message}`} className="flex gap-2 text-sm">
                <TriangleAlert className="mt-0.5 size-4 shrink-0 text-attention" aria-hidden />
                <span className="min-w-0 break-words">{warning.message}</span>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title="Durations">
        <DurationHistogram seconds={dataset.durations} />
      </Section>
      <Section title="Tasks">
        <TaskTable tasks={dataset.taskCounts} episodesHref={episodesHref} />
      </Section>
      <Section title="Features">
        <FeatureTable features={dataset.features} />
      </Section>
      {measured.length === 0 ? null : (
        <Section title="Statistics">
          <div className="flex flex-col gap-6">
            {measured.map((one) => (
              <FeatureStatistics key={one.feature.name} {...one} />
            ))}
          </div>
        </Section>
      )}
    </div>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h2 className="mb-2 text-base font-semibold">{title}</h2>
      {children}
    </section>
  );
}

function DatasetSkeleton() {
  return (
    <div aria-busy="true" className="mx-auto flex max-w-5xl flex-col gap-8 px-4 py-6">
      <Skeleton className="h-7 w-80 max-w-full" />
      <Skeleton className="h-16" />
      <Skeleton className="h-24" />
      <Skeleton className="h-52" />
    </div>
  );
}
