"use client";
import { useQuery } from "@tanstack/react-query";
import { Database } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { errorWords } from "../../trpc/errors.ts";
import { useTRPC, type Outputs } from "../../trpc/use-trpc.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { formatCount, formatDuration, formatMoment } from "../../ui/figures.ts";
import { robotName } from "../../ui/robot-name.ts";
import { Skeleton } from "../../ui/skeleton.tsx";
import { Table, Td, Th } from "../../ui/table.tsx";
import { Poster } from "../../ui/poster.tsx";
import { useCan, useWorkspace } from "../frame/workspace-context.tsx";
import { OutcomeShare } from "./outcome-share.tsx";

type Dataset = Outputs["datasets"]["list"]["datasets"][number];

/** Every dataset of the workspace, one line each. */
export function DatasetList() {
  const trpc = useTRPC();
  const { workspace } = useWorkspace();
  const { administer } = useCan();
  const datasets = useQuery(trpc.datasets.list.queryOptions({ workspace: workspace.slug }));
  if (datasets.isError) {
    return (
      <ErrorState
        title="The datasets could not be loaded"
        message={errorWords(datasets.error)}
        onRetry={() => void datasets.refetch()}
      />
    );
  }
  if (datasets.data?.datasets.length === 0) {
    return (
      <EmptyState
        icon={<Database aria-hidden />}
        title="No datasets yet"
        action={
          administer ? (
            <Button asChild variant="primary">
              <Link href={`/w/${encodeURIComponent(workspace.slug)}/admin/imports`}>Import a dataset</Link>
            </Button>
          ) : undefined
        }
      >
        A dataset holds episodes of one robot set-up. {administer ? "" : "An owner or admin can import one."}
      </EmptyState>
    );
  }
  return (
    <div className="@container">
      <h1 className="sr-only">Datasets</h1>
      <Table>
        <thead>
          <tr>
            <Th>Dataset</Th>
            <Th className="hidden @3xl:table-cell">Robot</Th>
            <Th className="text-right">Episodes</Th>
            <Th className="hidden text-right @2xl:table-cell">Frames</Th>
            <Th className="hidden text-right @md:table-cell">Length</Th>
            <Th className="hidden text-right @6xl:table-cell">Tasks</Th>
            <Th className="hidden text-right @6xl:table-cell">Cameras</Th>
            <Th className="hidden @4xl:table-cell">Outcomes</Th>
            <Th className="hidden text-right @5xl:table-cell">Added</Th>
          </tr>
        </thead>
        <tbody>
          {datasets.data === undefined
            ? Array.from({ length: 6 }, (_, i) => <SkeletonRow key={i} />)
            : datasets.data.datasets.map((dataset) => (
                <DatasetLine key={dataset.slug} dataset={dataset} workspace={workspace.slug} />
              ))}
        </tbody>
      </Table>
    </div>
  );
}

function DatasetLine({ dataset, workspace }: { dataset: Dataset; workspace: string }) {
  const router = useRouter();
  const href = `/w/${encodeURIComponent(workspace)}/datasets/${encodeURIComponent(dataset.slug)}`;
  return (
    <tr className="hover:bg-hover" onClick={() => router.push(href)}>
      <Td className="max-w-0 w-full">
        <div className="flex items-center gap-3">
          <Poster posterUrl={dataset.posterUrl} stripUrl={null} width={64} className="h-9 w-16 shrink-0" />
          <div className="min-w-0">
            <Link
              href={href}
              title={dataset.name}
              onClick={(event) => event.stopPropagation()}
              className="block truncate font-medium hover:underline"
            >
              {dataset.name}
            </Link>
            <p className="truncate text-xs text-ink-3" title={dataset.tasks[0]}>
              {dataset.kind === "picked" ? `Picked by ${dataset.author ?? "somebody who left"} · ` : ""}
              {dataset.tasks[0] ?? "No task named"}
            </p>
          </div>
        </div>
      </Td>
      <Td
        className="hidden max-w-32 truncate text-ink-2 @3xl:table-cell"
        title={robotName(dataset.robotType)}
      >
        {robotName(dataset.robotType)}
      </Td>
      <Td className="figures text-right">{formatCount(dataset.episodes)}</Td>
      <Td className="figures hidden text-right text-ink-2 @2xl:table-cell">{formatCount(dataset.frames)}</Td>
      <Td className="figures hidden text-right whitespace-nowrap text-ink-2 @md:table-cell">
        {formatDuration(dataset.hours * 3600)}
      </Td>
      <Td className="figures hidden text-right text-ink-2 @6xl:table-cell">{dataset.tasks.length}</Td>
      <Td className="figures hidden text-right text-ink-2 @6xl:table-cell">{dataset.cameras.length}</Td>
      <Td className="hidden @4xl:table-cell">
        <OutcomeShare successes={dataset.successes} failures={dataset.failures} episodes={dataset.episodes} />
      </Td>
      <Td
        className="hidden text-right text-xs whitespace-nowrap text-ink-3 @5xl:table-cell"
        title={formatMoment(dataset.createdAt)}
      >
        {new Date(dataset.createdAt).toLocaleDateString()}
      </Td>
    </tr>
  );
}

function SkeletonRow() {
  return (
    <tr>
      <Td className="w-full">
        <div className="flex items-center gap-3">
          <Skeleton className="h-9 w-16" />
          <Skeleton className="h-3 w-52" />
        </div>
      </Td>
      <Td>
        <Skeleton className="ml-auto h-3 w-10" />
      </Td>
    </tr>
  );
}
