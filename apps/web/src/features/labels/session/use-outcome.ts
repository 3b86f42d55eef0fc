"use client";
import type { EpisodeDetail } from "@retake/trpc/schemas";
import { useCan } from "../../frame/workspace-context.tsx";
import { useEpisodeChange } from "../../replay/data/use-episode-change.ts";
import { chooseOutcome } from "./edit.ts";
import { useLabels, useStore } from "./labels-context.tsx";

type Outcome = "success" | "failure";

/** How the episode ended, by its shared document; while it records there is none yet, and the server is told directly. */
export function useOutcome(
  workspace: string,
  episode: EpisodeDetail,
  isRecording: boolean,
): { value: Outcome | null; onChoose: ((outcome: Outcome) => void) | null } {
  const session = useLabels();
  const change = useEpisodeChange(workspace, episode.sessionId);
  const canEdit = useCan().edit;
  const { outcome } = useStore(session.parts.fields);
  const isLoaded = useStore(session.room.loaded);
  if (isRecording) {
    const choose = (next: Outcome): void => change({ outcome: episode.outcome === next ? null : next });
    return { value: episode.outcome, onChoose: canEdit ? choose : null };
  }
  return {
    value: isLoaded ? outcome : episode.outcome,
    onChoose: canEdit && isLoaded ? (next) => chooseOutcome(session, next) : null,
  };
}
