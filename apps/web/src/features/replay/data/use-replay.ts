"use client";
import { useQuery } from "@tanstack/react-query";
import type { EpisodeDetail } from "@retake/trpc/schemas";
import { useState } from "react";
import { useTRPC } from "../../../trpc/use-trpc.ts";
import type { FrameTimeline } from "../engine/frame-timeline.ts";
import { RouteError } from "./fetch-binary.ts";
import { loadTimeline } from "./load-timeline.ts";

export type ReplayLoad =
  | { state: "loading" }
  | { state: "failed"; error: unknown; retry: () => void }
  /** Without a timeline: it records, and its frames are not counted yet. */
  | { state: "ready"; episode: EpisodeDetail; timeline: FrameTimeline | null };

/** Everything that must be there before the first frame can be shown: the episode, once, and the times of its frames. */
export function useReplay(workspace: string, sessionId: string): ReplayLoad {
  const trpc = useTRPC();
  const detail = useQuery(
    trpc.episodes.get.queryOptions(
      { workspace, sessionId },
      { staleTime: 5 * 60_000, refetchOnWindowFocus: false },
    ),
  );
  const episode = detail.data;
  const [liveId, setLiveId] = useState<string | null>(null);
  if (episode !== undefined && episode.status !== "completed" && liveId !== sessionId) setLiveId(sessionId);
  const wasLive = liveId === sessionId;
  const frames = useQuery({
    queryKey: ["replay", "timeline", episode?.dataUrl, episode?.totalFrames],
    queryFn: ({ signal }) =>
      episode === undefined ? Promise.reject(new Error("no episode")) : loadTimeline(episode, signal),
    enabled: episode?.status === "completed",
    staleTime: Infinity,
    structuralSharing: false,
    retry: (failures, error) => failures < 2 && !(error instanceof RouteError && error.status < 500),
  });
  const failed = detail.isError ? detail : frames.isError ? frames : null;
  if (failed !== null) return { state: "failed", error: failed.error, retry: () => void failed.refetch() };
  if (episode === undefined) return { state: "loading" };
  if (episode.status !== "completed") return { state: "ready", episode, timeline: null };
  if (frames.data !== undefined) return { state: "ready", episode, timeline: frames.data };
  // It has just ended: what was shown stays until the frames are counted.
  return wasLive ? { state: "ready", episode, timeline: null } : { state: "loading" };
}
