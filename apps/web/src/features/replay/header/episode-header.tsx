"use client";
import type { EpisodeDetail } from "@retake/trpc/schemas";
import { ArrowLeft, ChevronDown, ChevronUp, Keyboard, PanelRight } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { Button } from "../../../ui/button.tsx";
import { episodeTitle } from "../../../ui/episode-title.ts";
import { Tooltip } from "../../../ui/tooltip.tsx";
import { useOpenKeysHelp } from "../../keys/keys-provider.tsx";
import type { Neighbours } from "./use-neighbours.ts";

interface EpisodeHeaderProps {
  episode: EpisodeDetail;
  /** The list this episode was opened from. */
  listUrl: string;
  datasetUrl: string | null;
  neighbours: Neighbours;
  outcome: ReactNode;
  /** Who else is here. */
  people: ReactNode;
  info: { isOpen: boolean; set: (open: boolean) => void };
  /** How a recording stands; null for an episode that is stored. */
  badge: ReactNode;
}

export function EpisodeHeader({
  episode,
  listUrl,
  datasetUrl,
  neighbours,
  outcome,
  people,
  info,
  badge,
}: EpisodeHeaderProps) {
  return (
    <header className="flex h-10 shrink-0 items-center gap-2 border-b px-2">
      <Tooltip label="Back to the list">
        <Button asChild variant="quiet" size="iconSm">
          <Link href={listUrl} aria-label="Back to the list">
            <ArrowLeft aria-hidden />
          </Link>
        </Button>
      </Tooltip>
      <div className="flex min-w-0 flex-1 items-baseline gap-2 whitespace-nowrap">
        <h1 title={episode.sessionId} className="truncate text-base font-semibold md:max-w-[50%] md:shrink-0">
          {episodeTitle(episode)}
        </h1>
        {badge}
        {datasetUrl === null ? null : (
          <Link
            href={datasetUrl}
            className="truncate text-sm text-ink-2 hover:text-ink hover:underline max-md:hidden"
          >
            {episode.datasetName}
          </Link>
        )}
        {episode.task === null ? null : (
          <span className="min-w-0 truncate text-sm text-ink-2 max-md:hidden" title={episode.task}>
            {episode.task}
          </span>
        )}
      </div>
      {people}
      {outcome}
      <NeighbourButtons neighbours={neighbours} />
      <KeysButton />
      <Tooltip label={info.isOpen ? "Hide the side panel" : "Show the side panel"} keys="i">
        <Button
          variant="quiet"
          size="iconSm"
          className="max-md:hidden"
          aria-label="Side panel"
          aria-pressed={info.isOpen}
          onClick={() => info.set(!info.isOpen)}
        >
          <PanelRight aria-hidden />
        </Button>
      </Tooltip>
    </header>
  );
}

function NeighbourButtons({ neighbours }: { neighbours: Neighbours }) {
  const { place, previous, next } = neighbours;
  return (
    <nav aria-label="Episodes of the list" className="flex shrink-0 items-center">
      <Tooltip label="Previous episode" keys="p">
        <Button
          variant="quiet"
          size="iconSm"
          aria-label="Previous episode"
          disabled={previous === null}
          onClick={() => previous?.()}
        >
          <ChevronUp aria-hidden />
        </Button>
      </Tooltip>
      {place === null ? null : (
        <span className="figures px-1 text-ink-3 max-md:hidden">
          {place.position} / {place.total}
        </span>
      )}
      <Tooltip label="Next episode" keys="n">
        <Button
          variant="quiet"
          size="iconSm"
          aria-label="Next episode"
          disabled={next === null}
          onClick={() => next?.()}
        >
          <ChevronDown aria-hidden />
        </Button>
      </Tooltip>
    </nav>
  );
}

function KeysButton() {
  const openHelp = useOpenKeysHelp();
  return (
    <Tooltip label="Keys" keys="?">
      <Button
        variant="quiet"
        size="iconSm"
        className="max-md:hidden"
        aria-label="Show the keys"
        onClick={openHelp}
      >
        <Keyboard aria-hidden />
      </Button>
    </Tooltip>
  );
}
