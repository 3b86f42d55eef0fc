"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { errorWords } from "../../trpc/errors.ts";
import { useTRPC } from "../../trpc/use-trpc.ts";
import { Button } from "../../ui/button.tsx";
import { Select } from "../../ui/select.tsx";
import { cn } from "../../ui/cn.ts";
import { useStore } from "../labels/session/labels-context.tsx";
import { useStage } from "../replay/player-context.tsx";
import { BY_OPTIONS } from "./by-options.ts";
import { HitsFailure, HitsSkeleton } from "./hits-states.tsx";
import { SimilarEpisode } from "./similar-episode.tsx";

interface SimilarEpisodesProps {
  workspace: string;
  sessionId: string;
  /** The list that the episode was opened from: others are opened within it too. */
  query: string;
}

const SHOWN = 12;

/** The episodes most like this one, in motion, text, pictures or all of them. */
export function SimilarEpisodes({ workspace, sessionId, query }: SimilarEpisodesProps) {
  const trpc = useTRPC();
  const { similar } = useStage();
  const { by } = useStore(similar);
  const [previewed, setPreviewed] = useState<string | null>(null);
  const found = useQuery({
    ...trpc.search.similar.queryOptions({ workspace, sessionIds: [sessionId], by, limit: SHOWN }),
    placeholderData: keepPreviousData,
  });
  const all = `/w/${encodeURIComponent(workspace)}/episodes?like=${encodeURIComponent(sessionId)}&by=${by}`;
  return (
    <>
      <div className="flex items-center justify-between gap-2">
        <Select
          label="Alike in"
          value={by}
          options={BY_OPTIONS}
          onChange={(next) => similar.change({ by: next })}
          className="h-7 px-2 text-xs"
        />
        <Button asChild variant="quiet" size="sm">
          <Link href={all}>Show as a list</Link>
        </Button>
      </div>
      {found.isError && found.data === undefined ? (
        <HitsFailure words={errorWords(found.error)} onRetry={() => void found.refetch()} />
      ) : found.data === undefined ? (
        <HitsSkeleton />
      ) : found.data.hits.length === 0 ? (
        <p className="py-6 text-center text-xs text-ink-2">
          {found.data.problem ?? "No other episode is like this one."}
        </p>
      ) : (
        <ul
          aria-label="Similar episodes"
          aria-busy={found.isPlaceholderData}
          className={cn("-mx-1 flex flex-col", found.isPlaceholderData && "opacity-60")}
        >
          {found.data.hits.map((hit) => (
            <SimilarEpisode
              key={hit.row.sessionId}
              workspace={workspace}
              hit={hit}
              query={query}
              isPreviewed={previewed === hit.row.sessionId}
              onPreview={() =>
                setPreviewed((before) => (before === hit.row.sessionId ? null : hit.row.sessionId))
              }
            />
          ))}
        </ul>
      )}
    </>
  );
}
