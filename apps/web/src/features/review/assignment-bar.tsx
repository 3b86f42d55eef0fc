"use client";
import type { AssignmentView } from "@retake/trpc/schemas";
import { useQuery } from "@tanstack/react-query";
import { ArrowRight, Check, EyeOff, Undo2 } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTRPC } from "../../trpc/use-trpc.ts";
import { Button } from "../../ui/button.tsx";
import { Tooltip } from "../../ui/tooltip.tsx";
import { useCan, useWorkspace } from "../frame/workspace-context.tsx";
import { useKeys } from "../keys/keys-provider.tsx";
import { workHref } from "./episode-link.ts";
import { mayMove } from "./may-move.ts";
import { ReturnDialog } from "./return-dialog.tsx";
import { StateBadge } from "./state-badge.tsx";
import { useMoves } from "./use-moves.ts";

/**
 * How this episode stands in somebody's work, with the next step and the way on. Nothing for an episode that is nobody's.
 * A reviewer sees the one that waits for a verdict, the annotator their own.
 */
export function AssignmentBar({ workspace, sessionId }: { workspace: string; sessionId: string }) {
  const { me } = useWorkspace();
  const { administer: canReview } = useCan();
  const router = useRouter();
  const moves = useMoves(workspace);
  const [returning, setReturning] = useState<AssignmentView | null>(null);
  const { data } = useQuery(useTRPC().assignments.ofEpisode.queryOptions({ workspace, sessionId }));
  const reader = { userId: me.user.id, canReview };
  const waiting = [...(data?.mine == null ? [] : [data.mine]), ...(data?.others ?? [])];
  const shown = waiting.find((one) => mayMove(one, reader).judge) ?? data?.mine ?? waiting[0] ?? null;
  const may = shown === null ? null : mayMove(shown, reader);
  const next = data?.next ?? null;

  const goOn = (): void => {
    if (next !== null) router.push(workHref(workspace, next));
  };
  const done = async (): Promise<void> => {
    if (shown !== null && (await moves.move(shown, "done")) !== null) goOn();
  };
  const move = (name: "reopen" | "accept" | "reconsider") => () => {
    if (shown !== null) void moves.move(shown, name);
  };
  useKeys("My work", [
    {
      keys: ["d"],
      does: "Done, and on to the next of my work",
      run: () => void done(),
      disabled: may?.finish !== true,
    },
    { keys: ["shift+n"], does: "Next of my work", run: goOn, disabled: next === null },
    ...(canReview
      ? [
          {
            keys: ["shift+Enter"],
            does: "Accept this work",
            run: move("accept"),
            disabled: may?.judge !== true,
          },
          {
            keys: ["shift+Backspace"],
            does: "Return this work with a reason",
            run: () => setReturning(shown),
            disabled: may?.judge !== true,
          },
        ]
      : []),
  ]);
  if (shown === null || may === null) return null;
  const small = { size: "sm", disabled: moves.isBusy } as const;
  return (
    <div
      role="group"
      aria-label="Assignment"
      className="flex min-h-9 shrink-0 items-center gap-1.5 border-b bg-panel px-2 max-md:min-h-11"
    >
      {shown.isBlind ? (
        <BlindMark
          workspace={workspace}
          sessionId={sessionId}
          shown={shown}
          isMine={shown.assignee.userId === me.user.id}
        />
      ) : null}
      <span className="flex min-w-0 flex-1 items-center gap-1.5" title={shown.reason ?? undefined}>
        {shown.assignee.userId === me.user.id ? null : (
          <span className="max-w-40 truncate text-sm">{shown.assignee.name}</span>
        )}
        <StateBadge state={shown.state} />
        {shown.reason === null ? null : (
          <span className="min-w-0 truncate text-sm text-failure">{shown.reason}</span>
        )}
      </span>
      {may.finish ? (
        <Tooltip label="Done, and on to the next" keys="d">
          <Button {...small} variant="primary" onClick={() => void done()}>
            <Check aria-hidden />
            Done
          </Button>
        </Tooltip>
      ) : null}
      {may.judge ? (
        <>
          <Tooltip label="Accept this work" keys="shift+Enter">
            <Button {...small} onClick={move("accept")}>
              <Check aria-hidden />
              Accept
            </Button>
          </Tooltip>
          <Tooltip label="Return with a reason" keys="shift+Backspace">
            <Button {...small} onClick={() => setReturning(shown)}>
              <Undo2 aria-hidden />
              Return
            </Button>
          </Tooltip>
        </>
      ) : null}
      {may.reopen && !may.judge ? (
        <Button {...small} variant="quiet" onClick={move("reopen")}>
          Not done yet
        </Button>
      ) : null}
      {next === null ? null : (
        <Tooltip label="Next of my work" keys="shift+n">
          <Button size="iconSm" variant="quiet" aria-label="Next of my work" onClick={goOn}>
            <ArrowRight aria-hidden />
          </Button>
        </Tooltip>
      )}
      <ReturnDialog
        assignment={returning}
        onClose={() => setReturning(null)}
        onReturn={(one, reason) => void moves.giveBack(one, reason)}
      />
    </div>
  );
}

interface BlindMarkProps {
  workspace: string;
  sessionId: string;
  shown: AssignmentView;
  isMine: boolean;
}

/** Says that this is labelled blind, and takes a reviewer to what was labelled. */
function BlindMark({ workspace, sessionId, shown, isMine }: BlindMarkProps) {
  const { assignee } = shown;
  const place = {
    sessionId,
    firstGapS: null,
    isBlind: true,
    ...(isMine ? {} : { ownerId: assignee.userId }),
  };
  const label = isMine
    ? "Your own layer: nobody else sees it while they label"
    : `Look into the layer of ${assignee.name}`;
  return (
    <Tooltip label={label}>
      <Button asChild size="iconSm" variant="quiet">
        <Link href={workHref(workspace, place)} prefetch={false} aria-label={label}>
          <EyeOff aria-hidden />
        </Link>
      </Button>
    </Tooltip>
  );
}
