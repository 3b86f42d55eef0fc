"use client";
import type { AssignmentView } from "@retake/trpc/schemas";
import { Check, EyeOff, Medal, Undo2 } from "lucide-react";
import { memo } from "react";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { cn } from "../../ui/cn.ts";
import { episodeTitle } from "../../ui/episode-title.ts";
import { countOf, formatDuration, formatMoment, formatSince } from "../../ui/figures.ts";
import { Poster } from "../../ui/poster.tsx";
import type { mayMove } from "./may-move.ts";
import { StateBadge } from "./state-badge.tsx";

interface QueueRowProps {
  assignment: AssignmentView;
  may: ReturnType<typeof mayMove>;
  isCurrent: boolean;
  /** Whether whose it is goes without saying. */
  isMine: boolean;
  isBusy: boolean;
  now: number;
  onOpen: (assignment: AssignmentView) => void;
  onChoose: (id: string) => void;
  onDone: (assignment: AssignmentView) => void;
  onAccept: (assignment: AssignmentView) => void;
  onReturn: (assignment: AssignmentView) => void;
  onReconsider: (assignment: AssignmentView) => void;
  onRelease: (assignment: AssignmentView) => void;
}

/** One assignment: the episode, how it stands and the next step. */
export const QueueRow = memo(function QueueRow(props: QueueRowProps) {
  const { assignment, isCurrent, isMine, now, onOpen, onChoose } = props;
  const { episode, state, reason, assignee, reviewer, updatedAt } = assignment;
  return (
    <li
      id={`assignment-${assignment.id}`}
      aria-current={isCurrent ? "true" : undefined}
      onClick={() => onChoose(assignment.id)}
      className={cn(
        "relative flex flex-wrap items-center gap-x-3 gap-y-1 border-b px-3 py-1.5 text-sm hover:bg-hover",
        isCurrent && "bg-panel before:absolute before:inset-y-0 before:left-0 before:w-0.5 before:bg-accent",
      )}
    >
      <Poster
        posterUrl={episode.posterUrl}
        stripUrl={episode.stripUrl}
        width={64}
        className="h-9 w-16 shrink-0"
      />
      <div className="min-w-40 flex-1">
        <div className="flex items-center gap-2">
          <button
            type="button"
            title={episode.sessionId}
            className="min-w-0 truncate font-medium hover:underline"
            onClick={() => onOpen(assignment)}
          >
            {episodeTitle(episode)}
          </button>
          <span className="min-w-0 truncate text-ink-2">{episode.datasetName}</span>
          {assignment.isBlind ? <LayerBadge isGold={assignment.isGold === true} /> : null}
        </div>
        <p
          className={cn("truncate text-xs text-ink-2", state === "returned" && "text-failure")}
          title={reason ?? episode.task ?? ""}
        >
          {reason === null ? episode.task : `${reviewer?.name ?? "A reviewer"}: ${reason}`}
        </p>
      </div>
      <span className="figures w-20 text-right text-ink-2 max-lg:hidden">
        {formatDuration(episode.durationS)}
      </span>
      <span className="w-24 text-xs text-ink-2 max-lg:hidden">{countOf(assignment.labels, "label")}</span>
      {isMine ? null : <span className="w-32 truncate text-ink-2 max-md:w-auto">{assignee.name}</span>}
      <span className="w-28 max-md:w-auto" title={reviewer === null ? undefined : `by ${reviewer.name}`}>
        <StateBadge state={state} />
      </span>
      <span className="w-20 text-xs text-ink-3 max-lg:hidden" title={formatMoment(updatedAt)}>
        {formatSince(updatedAt, now)}
      </span>
      <RowActions {...props} />
    </li>
  );
});

function LayerBadge({ isGold }: { isGold: boolean }) {
  return isGold ? (
    <Badge tone="attention" title="Compared with a reference. The annotator does not know.">
      <Medal aria-hidden />
      gold
    </Badge>
  ) : (
    <Badge tone="outline" title="Labelled in a layer of their own">
      <EyeOff aria-hidden />
      blind
    </Badge>
  );
}

function RowActions({
  assignment,
  may,
  isBusy,
  onDone,
  onAccept,
  onReturn,
  onReconsider,
  onRelease,
}: QueueRowProps) {
  const small = { size: "sm", disabled: isBusy, className: "max-md:h-9" } as const;
  return (
    <div className="flex w-44 justify-end gap-1 max-md:w-full">
      {may.finish ? (
        <Button {...small} onClick={() => onDone(assignment)}>
          <Check aria-hidden />
          Done
        </Button>
      ) : null}
      {may.reopen && !may.judge ? (
        <Button {...small} variant="quiet" onClick={() => onDone(assignment)}>
          Not done yet
        </Button>
      ) : null}
      {may.judge ? (
        <>
          <Button {...small} onClick={() => onAccept(assignment)}>
            <Check aria-hidden />
            Accept
          </Button>
          <Button {...small} onClick={() => onReturn(assignment)}>
            <Undo2 aria-hidden />
            Return
          </Button>
        </>
      ) : null}
      {may.release && !may.judge ? (
        <Button {...small} variant="quiet" onClick={() => onRelease(assignment)}>
          Release
        </Button>
      ) : null}
      {may.reconsider ? (
        <Button {...small} variant="quiet" onClick={() => onReconsider(assignment)}>
          Review again
        </Button>
      ) : null}
    </div>
  );
}
