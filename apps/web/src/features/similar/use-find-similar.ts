"use client";
import type { EpisodeRow } from "@retake/trpc/schemas";
import { useRouter } from "next/navigation";
import { countOf } from "../../ui/figures.ts";
import { toast } from "../../ui/toast.tsx";
import type { Chosen } from "../episodes/selection.ts";
import { likeText } from "../search/ask.ts";

/** Lists the episodes like the chosen ones, or like the current one when none is chosen. */
export function useFindSimilar(
  workspace: string,
  chosen: ReadonlyMap<string, Chosen>,
  current: EpisodeRow | undefined,
): () => void {
  const router = useRouter();
  return () => {
    const ids = chosen.size > 0 ? [...chosen.keys()] : current === undefined ? [] : [current.sessionId];
    const { text, count } = likeText(ids);
    if (count === 0) return;
    if (count < ids.length) toast(`Similar to the first ${countOf(count, "episode")} of the selection`);
    router.push(`/w/${encodeURIComponent(workspace)}/episodes?like=${encodeURIComponent(text)}`);
  };
}
