"use client";
import { useQuery } from "@tanstack/react-query";
import { Bot, Plus } from "lucide-react";
import { useState } from "react";
import { errorWords } from "../../trpc/errors.ts";
import { useTRPC } from "../../trpc/use-trpc.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { useCan, useWorkspace } from "../frame/workspace-context.tsx";
import { AddSourceDialog } from "./add-source-dialog.tsx";
import { HowToConnect } from "./how-to-connect.tsx";
import { RobotTable } from "./robot-table.tsx";
import { SourceCard } from "./source-card.tsx";

/** How often the states are asked for while the page is looked at. */
const REFRESH_MS = 2_000;

/** Admin → Robots: the Foxglove servers that are recorded, and every robot that has been seen. */
export function SourcesScreen() {
  const { administer } = useCan();
  if (!administer) {
    return (
      <EmptyState title="Robots are for owners and admins">
        Ask one of them to connect a robot for you.
      </EmptyState>
    );
  }
  return <Sources />;
}

function Sources() {
  const trpc = useTRPC();
  const { workspace } = useWorkspace();
  const [isAdding, setAdding] = useState(false);
  const list = useQuery({
    ...trpc.sources.list.queryOptions({ workspace: workspace.slug }),
    // Not before the first answer: an error that is asked about again goes back to the skeleton.
    refetchInterval: ({ state }) => (state.data === undefined ? false : REFRESH_MS),
  });
  if (list.isError && list.data === undefined) {
    return (
      <ErrorState
        title="The robots could not be loaded"
        message={errorWords(list.error)}
        onRetry={() => void list.refetch()}
      />
    );
  }
  const add = (
    <Button variant="primary" className="max-md:h-10" onClick={() => setAdding(true)}>
      <Plus aria-hidden />
      Add a source
    </Button>
  );
  return (
    <div className="mx-auto flex max-w-4xl flex-col gap-8 px-4 py-6">
      <section>
        <div className="mb-2 flex flex-wrap items-start justify-between gap-3">
          <div className="min-w-0">
            <h1 className="text-xl font-semibold">Robots</h1>
            <p className="text-sm text-ink-2">Foxglove servers that Retake connects to and records.</p>
          </div>
          {list.data === undefined || list.data.sources.length === 0 ? null : add}
        </div>
        {list.data === undefined ? (
          <div aria-busy="true" className="flex flex-col gap-2 pt-2">
            <Skeleton className="h-16" />
            <Skeleton className="h-16" />
          </div>
        ) : list.data.sources.length === 0 ? (
          <div className="flex flex-col items-start gap-4 rounded border p-4">
            <h2 className="flex items-center gap-2 text-base font-semibold">
              <Bot className="size-5 text-ink-3" aria-hidden />
              Record a robot without changing it
            </h2>
            <HowToConnect />
            {add}
          </div>
        ) : (
          <ul>
            {list.data.sources.map((source) => (
              <SourceCard key={source.id} workspace={workspace.slug} source={source} />
            ))}
          </ul>
        )}
      </section>
      <section>
        <h2 className="mb-1 text-base font-semibold">Robots that have recorded</h2>
        {list.data === undefined ? (
          <Skeleton className="h-8" />
        ) : (
          <RobotTable robots={list.data.robots} now={list.dataUpdatedAt} />
        )}
      </section>
      <AddSourceDialog workspace={workspace.slug} open={isAdding} onOpenChange={setAdding} />
    </div>
  );
}
