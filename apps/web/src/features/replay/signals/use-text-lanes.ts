"use client";
import { decodeSamples } from "@retake/telemetry/wire";
import type { EpisodeDetail } from "@retake/trpc/schemas";
import { useQuery } from "@tanstack/react-query";
import { fetchBinary } from "../data/fetch-binary.ts";
import { useStage } from "../player-context.tsx";
import { textLanes, type TextLane } from "./text-spans.ts";

const LIVE_EVERY_MS = 5_000;

function isText(values: unknown): values is string[] {
  return Array.isArray(values);
}

/** The lanes of an episode's texts: tasks that change, subtasks, language. */
export function useTextLanes(episode: EpisodeDetail): TextLane[] {
  const { view, live } = useStage();
  const topics = episode.topics.filter((topic) => topic.kind === "text" && topic.messageCount > 0);
  const lanes = useQuery({
    queryKey: ["replay", "texts", episode.dataUrl],
    queryFn: async ({ signal }) => {
      const names = topics.map((topic) => topic.name).join(",");
      const bytes = await fetchBinary(
        `${episode.dataUrl}/samples?topics=${encodeURIComponent(names)}`,
        signal,
      );
      return decodeSamples(bytes).flatMap(({ name, t, values }) =>
        isText(values) ? textLanes(name, t, values, view.whole.to) : [],
      );
    },
    enabled: topics.length > 0,
    staleTime: Infinity,
    // While it records texts may come; they are few.
    refetchInterval: live === null ? false : LIVE_EVERY_MS,
  });
  return lanes.data ?? [];
}
