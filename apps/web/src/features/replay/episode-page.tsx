"use client";
import { FileQuestion } from "lucide-react";
import Link from "next/link";
import { errorWords, statusOf } from "../../trpc/errors.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { RouteError } from "./data/fetch-binary.ts";
import { useLayer } from "../review/use-layer.ts";
import { useReplay } from "./data/use-replay.ts";
import { EpisodeScreen } from "./episode-screen.tsx";
import { EpisodeSkeleton } from "./episode-skeleton.tsx";

interface EpisodePageProps {
  workspace: string;
  sessionId: string;
}

export function EpisodePage({ workspace, sessionId }: EpisodePageProps) {
  const load = useReplay(workspace, sessionId);
  const layer = useLayer(workspace, sessionId);
  if (load.state === "loading") return <EpisodeSkeleton />;
  if (load.state === "ready") {
    if (layer.name === null) return <EpisodeSkeleton />;
    return (
      <EpisodeScreen
        key={`${sessionId} ${load.timeline === null ? "live" : "stored"} ${layer.key}`}
        workspace={workspace}
        episode={load.episode}
        timeline={load.timeline}
        layer={layer.name}
      />
    );
  }
  const status = statusOf(load.error);
  if (status === 404 || status === 400) {
    return (
      <EmptyState
        isPage
        icon={<FileQuestion />}
        title="This episode was not found"
        action={
          <Button asChild>
            <Link href={`/w/${encodeURIComponent(workspace)}/episodes`}>All episodes</Link>
          </Button>
        }
      >
        No episode here has the name “{sessionId}”. Its import may have kept it out as broken, it may have
        been removed, or the link was cut off.
      </EmptyState>
    );
  }
  const words = load.error instanceof RouteError ? load.error.message : errorWords(load.error);
  return <ErrorState isPage title="The episode could not be opened" message={words} onRetry={load.retry} />;
}
