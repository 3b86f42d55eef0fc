"use client";
import type { LiveRecording, LiveUpdate } from "@retake/trpc/schemas";
import { useSubscription } from "@trpc/tanstack-react-query";
import { useCallback, useMemo, useState } from "react";
import { useTRPC } from "../../trpc/use-trpc.ts";
import { useEvent } from "../../ui/use-event.ts";
import { ServerClock } from "../live-feed/server-clock.ts";

export interface LiveState {
  /** Null before the first answer. */
  recordings: readonly LiveRecording[] | null;
  clock: ServerClock;
  /** Null while all is well. */
  error: unknown;
  /** The line to the server is broken and is being made again: what is shown is as it was. */
  isStale: boolean;
  retry: () => void;
}

/** Recordings by their session, as updates leave them. Those that did not change stay the same objects. */
export function afterUpdate(
  before: ReadonlyMap<string, LiveRecording> | null,
  update: Pick<LiveUpdate, "reset" | "recordings" | "gone">,
): ReadonlyMap<string, LiveRecording> {
  const after = new Map(update.reset ? [] : before);
  for (const recording of update.recordings) after.set(recording.sessionId, recording);
  for (const sessionId of update.gone) after.delete(sessionId);
  return after;
}

const RANK = { recording: 0, cut_off: 1, ended: 2 } as const;

/** Those that record first, then those cut off, then those that ended; each newest first. Nothing moves while it only goes on. */
export function inOrder(recordings: Iterable<LiveRecording>): LiveRecording[] {
  return [...recordings].toSorted(
    (a, b) =>
      RANK[a.state] - RANK[b.state] ||
      b.startedAt.localeCompare(a.startedAt) ||
      a.sessionId.localeCompare(b.sessionId),
  );
}

/** The workspace's recordings of now, kept up to date. */
export function useLive(workspace: string): LiveState {
  const trpc = useTRPC();
  const [clock] = useState(() => new ServerClock());
  const [byId, setById] = useState<ReadonlyMap<string, LiveRecording> | null>(null);
  const onData = useEvent((update: LiveUpdate): void => {
    clock.heard(update.serverTime);
    setById((before) => afterUpdate(before, update));
  });
  const watch = useSubscription(trpc.live.watch.subscriptionOptions({ workspace }, { onData }));
  const { reset } = watch;
  return {
    recordings: useMemo(() => (byId === null ? null : inOrder(byId.values())), [byId]),
    clock,
    // Before the first answer a line that cannot be made is one too: a skeleton would promise what does not come.
    error: watch.status === "error" || byId === null ? watch.error : null,
    isStale: byId !== null && watch.status === "connecting",
    retry: useCallback(() => reset(), [reset]),
  };
}
