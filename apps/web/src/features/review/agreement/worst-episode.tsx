"use client";
import type { EpisodeAgreement } from "@retake/trpc/schemas";
import Link from "next/link";
import { Button } from "../../../ui/button.tsx";
import { episodeTitle } from "../../../ui/episode-title.ts";
import { ratioText } from "./pair-table.tsx";
import { raterName, TwoLanes, type ClassLook } from "./two-lanes.tsx";

interface WorstEpisodeProps {
  episode: EpisodeAgreement;
  hrefAt: (sessionId: string, t: number | null) => string;
  lookOf: (label: string) => ClassLook;
  onOpenAt: (sessionId: string, t: number) => void;
  onAdopt: (episode: EpisodeAgreement, rater: NonNullable<EpisodeAgreement["a"]>) => void;
}

/** An episode on which two do not agree: both lanes, and whose is to count. */
export function WorstEpisode({ episode, hrefAt, lookOf, onOpenAt, onAdopt }: WorstEpisodeProps) {
  const { sessionId, datasetName, a, b, kappa, boundaryF1, segmentF1 } = episode;
  const raters = [a, b].filter((rater) => rater !== null);
  return (
    <li className="grid grid-cols-[minmax(0,1fr)] gap-2 border-b px-3 py-3">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <Link href={hrefAt(sessionId, null)} title={sessionId} className="font-medium hover:underline">
          {episodeTitle(episode)}
        </Link>
        <span className="truncate text-sm text-ink-2">{datasetName}</span>
        <span className="figures text-ink-2">
          kappa {ratioText(kappa)} · boundaries {ratioText(boundaryF1)} · segments {ratioText(segmentF1)}
        </span>
        <span className="ml-auto flex flex-wrap gap-1">
          {raters.map((rater) => (
            <Button
              key={rater.userId}
              size="sm"
              className="max-w-52 max-md:h-9"
              onClick={() => onAdopt(episode, rater)}
            >
              <span className="truncate">Adopt {raterName(rater)}</span>
            </Button>
          ))}
        </span>
      </div>
      <TwoLanes episode={episode} lookOf={lookOf} onOpenAt={(t) => onOpenAt(sessionId, t)} />
    </li>
  );
}
