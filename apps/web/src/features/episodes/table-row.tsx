"use client";
import Link from "next/link";
import type { EpisodeRow, WorkOnEpisode } from "@retake/trpc/schemas";
import { memo, type ReactNode } from "react";
import { Checkbox } from "../../ui/checkbox.tsx";
import { cn } from "../../ui/cn.ts";
import { formatCount, formatDuration, formatInColumn, formatMoment, formatSince } from "../../ui/figures.ts";
import { Outcome } from "../../ui/outcome.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { COLUMN_NAMES, COLUMNS, type ColumnName } from "./columns.ts";
import { episodeTitle } from "../../ui/episode-title.ts";
import { WhyLine } from "../search/why-line.tsx";
import { PeopleAt } from "../presence/people-at.tsx";
import { PeopleOn } from "./people-on.tsx";
import { itemId, type ListItemProps } from "./list-item.ts";
import { robotName } from "../../ui/robot-name.ts";
import { Poster } from "../../ui/poster.tsx";
import { Recording, Tags, Warnings } from "./row-parts.tsx";

export const TABLE_ROW_PX = 44;

/** One episode as a line of the table. */
export const TableRow = memo(function TableRow(props: ListItemProps) {
  const { row, hit, work, words, index, href, isSelected, isCurrent, onPress, onToggle, now } = props;
  if (row === undefined) return <TableRowSkeleton index={index} />;
  return (
    <div
      role="row"
      id={itemId(index)}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      onClick={(event) => onPress(event, index)}
      className={cn(
        "relative flex h-full cursor-default items-center gap-3 border-b px-3 text-sm hover:bg-hover",
        hit !== null && "pb-4",
        isSelected && "bg-accent-soft hover:bg-accent-soft",
        isCurrent && "before:absolute before:inset-y-0 before:left-0 before:w-0.5 before:bg-accent",
        isCurrent && !isSelected && "bg-panel",
      )}
    >
      <div role="gridcell" className="flex w-24 shrink-0 items-center gap-4">
        <Checkbox
          checked={isSelected}
          aria-label={`Select ${episodeTitle(row)}`}
          tabIndex={-1}
          onClick={(event) => {
            event.stopPropagation();
            onToggle(index, event.shiftKey);
          }}
        />
        <Poster posterUrl={row.posterUrl} stripUrl={row.stripUrl} width={64} className="h-9 w-16" />
      </div>
      {COLUMN_NAMES.map((name) => (
        <div
          key={name}
          role="gridcell"
          className={cn(
            "flex items-center overflow-hidden whitespace-nowrap",
            COLUMNS[name].className,
            "align" in COLUMNS[name] && "justify-end",
          )}
        >
          {cell(name, { row, work, href, now })}
        </div>
      ))}
      {hit === null ? null : (
        <div role="gridcell" className="absolute right-3 bottom-0 left-30 flex h-5">
          {hit === null ? null : <WhyLine hit={hit} words={words} href={href} />}
        </div>
      )}
    </div>
  );
});

interface CellProps {
  row: EpisodeRow;
  work: WorkOnEpisode | undefined;
  href: string;
  now: number;
}

function cell(name: ColumnName, { row, work, href, now }: CellProps): ReactNode {
  switch (name) {
    case "name":
      return (
        <span className="flex min-w-0 items-center gap-2">
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
          <PeopleAt sessionId={row.sessionId} />
        </span>
      );
    case "dataset":
      return <Words text={row.datasetName} />;
    case "task":
      return <Words text={row.task} />;
    case "robot":
      return <Words text={robotName(row.robotType)} />;
    case "outcome":
      return <Outcome value={row.outcome} />;
    case "tags":
      return <Tags tags={row.tags} />;
    case "people":
      return <PeopleOn work={work} />;
    case "duration":
      return <span className="figures">{formatDuration(row.durationS)}</span>;
    case "frames":
      return <span className="figures text-ink-2">{formatCount(row.totalFrames)}</span>;
    case "reward":
      return (
        <span className="figures text-ink-2">
          {row.totalReward === null ? "" : formatInColumn(row.totalReward)}
        </span>
      );
    case "when":
      return (
        <span className="text-xs text-ink-3" title={formatMoment(row.createdAt)}>
          {formatSince(row.createdAt, now)}
        </span>
      );
  }
}

function Words({ text }: { text: string | null }) {
  return (
    <span className="truncate text-ink-2" title={text ?? undefined}>
      {text}
    </span>
  );
}

/** The shape of a row that is not here yet. */
export function TableRowSkeleton({ index }: { index: number }) {
  return (
    <div role="row" aria-rowindex={index + 2} className="flex h-full items-center gap-3 border-b px-3">
      <div role="gridcell" className="flex w-24 shrink-0 items-center gap-4">
        <div className="size-4 shrink-0 rounded-sm border" />
        <Skeleton className="h-9 w-16" />
      </div>
      {COLUMN_NAMES.map((name, i) => (
        <div
          key={name}
          role="gridcell"
          className={cn(
            "flex items-center",
            COLUMNS[name].className,
            "align" in COLUMNS[name] && "justify-end",
          )}
        >
          <Skeleton className="h-3" style={{ width: `${40 + ((index * 7 + i * 13) % 45)}%` }} />
        </div>
      ))}
    </div>
  );
}
