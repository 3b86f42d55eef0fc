"use client";
import { useEffect, useState, type ReactNode } from "react";
import type { EpisodeDetail } from "@retake/trpc/schemas";
import { useCan, useWorkspace } from "../../frame/workspace-context.tsx";
import { useStage } from "../../replay/player-context.tsx";
import { createLabelSession } from "./label-session.ts";
import { LabelsContext } from "./labels-context.tsx";
import { useLabelSchema } from "./use-label-schema.ts";

interface LabelsProviderProps {
  episode: EpisodeDetail;
  /** False while it records: it is labelled once it is stored. */
  isOpen: boolean;
  /** `main`, `blind`, `gold`, or `blind:<user id>`: somebody else's, to be read. */
  layer: string;
  children: ReactNode;
}

/** Opens the room of the episode on this page and leaves it with the page. */
export function LabelsProvider({ episode, isOpen, layer, children }: LabelsProviderProps) {
  const { player } = useStage();
  const { me, workspace } = useWorkspace();
  const canEdit = useCan().edit && isOpen && !layer.startsWith("blind:");
  const [session] = useState(() => {
    const { id, name, email } = me.user;
    return createLabelSession({
      place: {
        workspace: workspace.slug,
        sessionId: episode.sessionId,
        userId: id,
        ...(layer === "main" ? {} : { layer }),
      },
      user: { id, name: name ?? email ?? "Somebody" },
      playhead: player,
      durationS: () => Math.max(episode.durationS, player.timeline.end),
      canEdit,
    });
  });
  useEffect(() => (isOpen ? session.open() : undefined), [session, isOpen]);
  useLabelSchema(workspace.slug, session.schema);
  return <LabelsContext value={session}>{children}</LabelsContext>;
}
