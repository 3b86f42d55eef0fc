"use client";
import Link from "next/link";
import { memo } from "react";
import { Checkbox } from "../../ui/checkbox.tsx";
import { cn } from "../../ui/cn.ts";
import { formatDuration, formatMoment, formatSince } from "../../ui/figures.ts";
import { Outcome } from "../../ui/outcome.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { episodeTitle } from "../../ui/episode-title.ts";
import { WhyLine } from "../search/why-line.tsx";
import { PeopleAt } from "../presence/people-at.tsx";
import { PeopleOn } from "./people-on.tsx";
import { itemId, type ListItemProps } from "./list-item.ts";
import { Poster } from "../../ui/poster.tsx";
import { Recording, Tags, Warnings } from "./row-parts.tsx";

export const CARD_PX = 96;

/** One episode where the screen is narrow: picture at the left, four short lines beside it. */
export const EpisodeCard = memo(function EpisodeCard(props: ListItemProps) {
  const { row, hit, work, words, index, href, isSelected, isCurrent, onPress, onToggle, now } = props;
  if (row === undefined) return <EpisodeCardSkeleton />;
  return (
    <div
      role="listitem"
      id={itemId(index)}
      onClick={(event) => onPress(event, index)}
      className={cn(
        "flex h-full items-center gap-3 border-b px-3",
        isSelected && "bg-accent-soft",
        isCurrent && !isSelected && "bg-panel",
      )}
    >
      <Poster posterUrl={row.posterUrl} stripUrl={row.stripUrl} width={96} className="h-18 w-24 shrink-0" />
      <div className="min-w-0 flex-1">
        <div className="flex items-center gap-2">
          <Link
            href={href}
            prefetch={false}
            onClick={(event) => event.stopPropagation()}
            className="min-w-0 truncate text-base font-medium"
          >
            {episodeTitle(row)}
          </Link>
          <Recording status={row.status} />
          <Warnings count={row.warningCount} />
          <PeopleAt sessionId={row.sessionId} />
          <span className="figures ml-auto shrink-0 text-ink-2">{formatDuration(row.durationS)}</span>
        </div>
        <p className="truncate text-sm text-ink-2">{row.task ?? row.datasetName}</p>
        <p className="flex text-xs text-ink-3">
          {row.datasetName === null ? null : <span className="truncate">{row.datasetName}</span>}
          <span className="shrink-0" title={formatMoment(row.createdAt)}>
            {row.datasetName === null ? null : <span className="px-1">·</span>}
            {formatSince(row.createdAt, now)}
          </span>
        </p>
        <div className="flex items-center gap-2">
          {row.outcome === null ? null : <Outcome value={row.outcome} />}
          <Tags tags={row.tags} />
          <PeopleOn work={work} className="ml-auto" />
        </div>
        {hit === null ? null : <WhyLine hit={hit} words={words} href={href} />}
      </div>
      <span className="-mr-3 flex h-full items-center px-3">
        <Checkbox
          checked={isSelected}
          aria-label={`Select ${episodeTitle(row)}`}
          className="relative size-5 after:absolute after:-inset-3"
          onClick={(event) => {
            event.stopPropagation();
            onToggle(index, event.shiftKey);
          }}
        />
      </span>
    </div>
  );
});

export function EpisodeCardSkeleton() {
  return (
    <div role="listitem" className="flex h-full items-center gap-3 border-b px-3">
      <Skeleton className="h-18 w-24 shrink-0" />
      <div className="flex flex-1 flex-col gap-2">
        <Skeleton className="h-4 w-1/2" />
        <Skeleton className="h-3 w-5/6" />
        <Skeleton className="h-3 w-2/3" />
      </div>
    </div>
  );
}
