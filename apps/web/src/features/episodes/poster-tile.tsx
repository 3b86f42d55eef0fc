"use client";
import Link from "next/link";
import { memo } from "react";
import { Checkbox } from "../../ui/checkbox.tsx";
import { cn } from "../../ui/cn.ts";
import { formatDuration } from "../../ui/figures.ts";
import { Outcome } from "../../ui/outcome.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { episodeTitle } from "../../ui/episode-title.ts";
import { WhyLine } from "../search/why-line.tsx";
import { PeopleAt } from "../presence/people-at.tsx";
import { itemId, type ListItemProps } from "./list-item.ts";
import { Poster } from "../../ui/poster.tsx";
import { PeopleOn } from "./people-on.tsx";
import { Recording, Warnings } from "./row-parts.tsx";

/** Narrowest tile, and what stands below its picture. */
export const TILE_MIN_PX = 176;
export const TILE_CAPTION_PX = 64;

/** One episode as a picture with two lines. */
export const PosterTile = memo(function PosterTile({
  row,
  hit,
  work,
  words,
  index,
  href,
  isSelected,
  isCurrent,
  onPress,
  onToggle,
}: ListItemProps) {
  if (row === undefined) return <PosterTileSkeleton />;
  return (
    <div
      role="listitem"
      id={itemId(index)}
      onClick={(event) => onPress(event, index)}
      className="group relative flex h-full min-w-0 flex-col p-1.5"
    >
      <Poster
        posterUrl={row.posterUrl}
        stripUrl={row.stripUrl}
        width={256}
        className={cn(
          "min-h-0 flex-1",
          isCurrent && "outline-2 outline-offset-1 outline-line-strong",
          isSelected && "outline-2 outline-offset-1 outline-accent",
        )}
      />
      <PeopleAt sessionId={row.sessionId} className="absolute top-3 right-3" />
      <div className="mt-1 flex h-6 items-center gap-2">
        <Link
          href={href}
          prefetch={false}
          title={row.sessionId}
          onClick={(event) => event.stopPropagation()}
          className="min-w-0 truncate font-medium hover:underline"
        >
          {episodeTitle(row)}
        </Link>
        <Recording status={row.status} isShort />
        <Warnings count={row.warningCount} />
        <span className="ml-auto flex shrink-0 items-center gap-2">
          <PeopleOn work={work} />
          <Outcome value={row.outcome} isShort />
        </span>
      </div>
      <div className="flex h-5 items-center gap-2 text-xs text-ink-3">
        <span className="min-w-0 truncate" title={row.task ?? undefined}>
          {row.task ?? row.datasetName}
        </span>
        <span className="figures ml-auto shrink-0">{formatDuration(row.durationS)}</span>
      </div>
      {hit === null ? null : <WhyLine hit={hit} words={words} href={href} />}
      <span
        className={cn(
          "absolute top-3 left-3 rounded-sm",
          !isSelected &&
            "opacity-0 group-hover:opacity-100 focus-within:opacity-100 pointer-coarse:opacity-100",
        )}
      >
        <Checkbox
          checked={isSelected}
          aria-label={`Select ${episodeTitle(row)}`}
          className="size-5"
          onClick={(event) => {
            event.stopPropagation();
            onToggle(index, event.shiftKey);
          }}
        />
      </span>
    </div>
  );
});

export function PosterTileSkeleton() {
  return (
    <div role="listitem" className="flex h-full flex-col p-1.5">
      <Skeleton className="flex-1" />
      <Skeleton className="mt-2 h-3 w-1/2" />
      <Skeleton className="mt-2 mb-2 h-3 w-3/4" />
    </div>
  );
}
