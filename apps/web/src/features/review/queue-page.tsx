"use client";
import type { AssignmentView, Queue } from "@retake/trpc/schemas";
import { ClipboardCheck } from "lucide-react";
import Link from "next/link";
import { errorWords } from "../../trpc/errors.ts";
import { Button } from "../../ui/button.tsx";
import { cn } from "../../ui/cn.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { formatCount } from "../../ui/figures.ts";
import { Select } from "../../ui/select.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { useCan, useWorkspace } from "../frame/workspace-context.tsx";
import { useKeys } from "../keys/keys-provider.tsx";
import { mayMove } from "./may-move.ts";
import { ProgressPanel } from "./progress-panel.tsx";
import { QueueRow } from "./queue-row.tsx";
import { ReturnDialog } from "./return-dialog.tsx";
import { useReviewCount } from "./review-count.tsx";
import { ReviewTabs } from "./review-tabs.tsx";
import { STATE_NAMES, STATES } from "./state-badge.tsx";
import { PAGE, useQueue, type QueueState } from "./use-queue.ts";

/** What waits for this person: to label, and for reviewers to judge. */
export function QueuePage() {
  const { me } = useWorkspace();
  const { administer: canReview } = useCan();
  const state = useQueue(canReview);
  const { queue, rows, row, list } = state;
  const reader = { userId: me.user.id, canReview };
  const may = row === undefined ? null : mayMove(row, reader);
  const run = (act: (row: AssignmentView) => void) => () => {
    if (row !== undefined) act(row);
  };
  useKeys("Queue", [
    { keys: ["j", "ArrowDown"], does: "Next", run: () => state.step(1) },
    { keys: ["k", "ArrowUp"], does: "Previous", run: () => state.step(-1) },
    {
      keys: ["Enter"],
      does: "Open where nothing is labelled yet",
      run: run(state.open),
      disabled: row === undefined,
    },
    {
      keys: ["d"],
      does: "Done, or not done yet",
      run: run(state.done),
      disabled: !(may?.finish ?? false) && !(may?.reopen ?? false),
    },
    ...(canReview
      ? [
          { keys: ["a"], does: "Accept", run: run(state.accept), disabled: !(may?.judge ?? false) },
          {
            keys: ["r"],
            does: "Return with a reason",
            run: run(state.setReturning),
            disabled: !(may?.judge ?? false),
          },
        ]
      : []),
  ]);
  const now = list.dataUpdatedAt;
  return (
    <div className="flex min-h-full flex-col">
      <h1 className="sr-only">Review</h1>
      <ReviewTabs>
        <Filters state={state} canReview={canReview} />
      </ReviewTabs>
      {queue === "all" ? (
        <ProgressPanel onPerson={(who) => void state.setParams({ who, page: null })} />
      ) : null}
      {list.isError ? (
        <ErrorState
          title="The queue could not be loaded"
          message={errorWords(list.error)}
          onRetry={() => void list.refetch()}
        />
      ) : list.isPending ? (
        <RowsSkeleton />
      ) : rows.length === 0 ? (
        <Nothing queue={queue} isFiltered={state.params.state !== null || state.params.who !== null} />
      ) : (
        <ul aria-label="Assignments">
          {rows.map((assignment) => (
            <QueueRow
              key={assignment.id}
              assignment={assignment}
              may={mayMove(assignment, reader)}
              isCurrent={assignment.id === state.current}
              isMine={queue === "mine"}
              isBusy={state.isBusy}
              now={now}
              onOpen={state.open}
              onChoose={state.setCurrent}
              onDone={state.done}
              onAccept={state.accept}
              onReturn={state.setReturning}
              onReconsider={state.reconsider}
              onRelease={state.release}
            />
          ))}
        </ul>
      )}
      <Pages state={state} />
      <ReturnDialog
        assignment={state.returning}
        onClose={() => state.setReturning(null)}
        onReturn={state.giveBack}
      />
    </div>
  );
}

const QUEUES: { value: Queue; words: string }[] = [
  { value: "mine", words: "My work" },
  { value: "review", words: "To review" },
  { value: "all", words: "All" },
];

function Filters({ state, canReview }: { state: QueueState; canReview: boolean }) {
  const counts = useReviewCount();
  const shown = canReview ? QUEUES : QUEUES.slice(0, 1);
  return (
    <div className="flex flex-1 flex-wrap items-center gap-2 py-1">
      <div role="group" aria-label="Queue" className="flex gap-0.5">
        {shown.map(({ value, words }) => (
          <Button
            key={value}
            size="sm"
            variant="quiet"
            aria-pressed={state.queue === value}
            className={cn(state.queue === value && "bg-hover text-ink", "max-md:h-9")}
            onClick={() => void state.setParams({ queue: value, state: null, who: null, page: null })}
          >
            {words}
            <span className="figures text-ink-3">{formatCount(counts[value])}</span>
          </Button>
        ))}
      </div>
      <Select
        label="State"
        className="ml-auto h-7 text-xs"
        value={state.params.state ?? "any"}
        options={[
          { value: "any", label: "Any state" },
          ...STATE_NAMES.map((value) => ({ value, label: STATES[value].words })),
        ]}
        onChange={(value) => void state.setParams({ state: value === "any" ? null : value, page: null })}
      />
      {state.params.who === null ? null : (
        <Button size="sm" variant="quiet" onClick={() => void state.setParams({ who: null, page: null })}>
          Everybody
        </Button>
      )}
    </div>
  );
}

function Pages({ state: { list, page, setParams } }: { state: QueueState }) {
  const total = list.data?.total ?? 0;
  if (total <= PAGE) return null;
  const first = (page - 1) * PAGE + 1;
  return (
    <nav aria-label="Pages" className="flex items-center gap-2 px-3 py-2 text-xs text-ink-2">
      <span className="figures">
        {formatCount(first)}–{formatCount(Math.min(total, page * PAGE))} of {formatCount(total)}
      </span>
      <Button size="sm" disabled={page === 1} onClick={() => void setParams({ page: page - 1 })}>
        Previous
      </Button>
      <Button size="sm" disabled={page * PAGE >= total} onClick={() => void setParams({ page: page + 1 })}>
        Next
      </Button>
    </nav>
  );
}

function Nothing({ queue, isFiltered }: { queue: Queue; isFiltered: boolean }) {
  const { workspace } = useWorkspace();
  const { administer } = useCan();
  if (isFiltered) return <EmptyState icon={<ClipboardCheck />} title="None in this state" />;
  const title = {
    mine: "Nothing is waiting for you",
    review: "Nothing to review",
    all: "Nothing is assigned",
  }[queue];
  const words = {
    mine: "Episodes that are assigned to you come here, those that were returned first.",
    review: "What people have labelled comes here, to be accepted or returned.",
    all: "Choose episodes in the list, or a filter, and assign them to people.",
  }[queue];
  return (
    <EmptyState
      icon={<ClipboardCheck />}
      title={title}
      {...(administer
        ? {
            action: (
              <Button asChild>
                <Link href={`/w/${encodeURIComponent(workspace.slug)}/episodes`}>Assign episodes</Link>
              </Button>
            ),
          }
        : {})}
    >
      {words}
    </EmptyState>
  );
}

function RowsSkeleton() {
  return (
    <div>
      {Array.from({ length: 8 }, (_, i) => (
        <div key={i} className="flex h-13 items-center gap-3 border-b px-3">
          <Skeleton className="h-9 w-16" />
          <Skeleton className="h-4 w-64" />
          <Skeleton className="ml-auto h-5 w-24" />
        </div>
      ))}
    </div>
  );
}
