"use client";
import type { FollowUpdate, Mark } from "@retake/trpc/schemas";
import { useEffect, useState } from "react";
import { useTRPCClient } from "../../../trpc/use-trpc.ts";
import { useEvent } from "../../../ui/use-event.ts";
import { useRefresh } from "../data/use-refresh.ts";
import type { LiveStage } from "./live-stage.ts";

const PLACE_WRITTEN_MS = 300;

/** Marks in the order of their times, each once. */
export function withMarks(before: readonly Mark[], fresh: readonly Mark[]): readonly Mark[] {
  const known = new Set(before.map(({ key }) => key));
  const unknown = fresh.filter(({ key }) => !known.has(key));
  return unknown.length === 0 ? before : [...before, ...unknown].toSorted((a, b) => a.time - b.time);
}

/**
 * Keeps the edge of an episode that records fed with news, and gives its marks. When the episode is stored its detail is asked for anew,
 * which turns the page into that of any other. Renders for new marks only.
 */
export function useFollow(
  workspace: string,
  sessionId: string,
  live: LiveStage | null,
  known: readonly Mark[],
): readonly Mark[] {
  const client = useTRPCClient();
  const [heard, setHeard] = useState<readonly Mark[]>([]);
  const refresh = useRefresh(workspace, sessionId);
  const onData = useEvent((update: FollowUpdate): void => {
    live?.edge.heard(update);
    if (update.marks.length > 0) setHeard((before) => withMarks(before, update.marks));
  });
  useEffect(() => {
    if (live === null) return undefined;
    live.edge.start();
    if (live.beginsAtEdge) live.edge.goLive();
    // Not through the hook of the query library, which may render for every message.
    const subscription = client.live.follow.subscribe(
      { workspace, sessionId },
      // The place is in the address by then, from where the stored episode's page takes it.
      { onData, onComplete: () => setTimeout(refresh, PLACE_WRITTEN_MS), onError: refresh },
    );
    const onVisible = (): void => {
      if (!document.hidden) live.edge.resume();
    };
    document.addEventListener("visibilitychange", onVisible);
    return () => {
      document.removeEventListener("visibilitychange", onVisible);
      subscription.unsubscribe();
      live.edge.stop();
    };
  }, [client, workspace, sessionId, live, onData, refresh]);
  return withMarks(known, heard);
}
