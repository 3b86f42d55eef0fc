"use client";
import type { MapData } from "@retake/trpc/map-data";
import type { MapDetail } from "@retake/trpc/schemas";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, type MouseEvent } from "react";
import { cn } from "../../../ui/cn.ts";
import { episodeTitle } from "../../../ui/episode-title.ts";
import { Outcome } from "../../../ui/outcome.tsx";
import { useThrottled } from "../../episodes/use-throttled.ts";
import { shownRow } from "../model/colouring.ts";
import { useDetails } from "../state/use-details.ts";
import type { MapScreenState } from "../state/use-map-screen.ts";

const ROW_PX = 32;
const RANGE_INTERVAL_MS = 100;

/** The map as a list, in which the keys move: what is chosen, else what was found, else all that is shown, newest first. */
export function MapList({ screen, map }: { screen: MapScreenState; map: MapData }) {
  const { listed, current, hovered, opened, points, selection, workspace } = screen;
  const scroller = useRef<HTMLDivElement>(null);
  // Its functions answer anew at each call, so this component is not memoised.
  // oxlint-disable-next-line react/incompatible-library
  const virtualizer = useVirtualizer({
    count: listed.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 6,
  });
  const items = virtualizer.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? -1;
  const inSight = useThrottled(
    listed
      .slice(first, last + 1)
      .map((point) => map.sessionIds[point])
      .join("\n"),
    RANGE_INTERVAL_MS,
  );
  const details = useDetails(workspace.slug, inSight === "" ? [] : inSight.split("\n"));
  const at = listed.indexOf(current);
  useEffect(() => {
    if (at !== -1) virtualizer.scrollToIndex(at);
  }, [at, virtualizer]);

  const press = (event: MouseEvent, point: number): void => {
    screen.setCurrent(point);
    screen.view.reveal(map.x[point] ?? 0, map.y[point] ?? 0);
    if (event.metaKey || event.ctrlKey || event.shiftKey) selection.toggle(point);
    else screen.open(point);
  };
  return (
    <div
      ref={scroller}
      role="grid"
      aria-label="Episodes on the map"
      aria-multiselectable
      aria-rowcount={listed.length}
      tabIndex={0}
      {...(at === -1 ? {} : { "aria-activedescendant": `map-item-${current}` })}
      className="min-h-0 flex-1 overflow-x-hidden overflow-y-auto outline-offset-[-2px]"
    >
      <div role="rowgroup" className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {items.map(({ index, start }) => {
          const point = listed[index] ?? -1;
          const sessionId = map.sessionIds[point] ?? "";
          const row = points.colouring === null ? -1 : shownRow(points.colouring, point, points.isShown);
          return (
            <MapListItem
              key={sessionId}
              id={`map-item-${point}`}
              sessionId={sessionId}
              details={details.get(sessionId)}
              top={start}
              place={index + 1}
              colour={points.colouring?.rows[row]?.colour ?? "transparent"}
              isCurrent={point === current || point === hovered || point === opened}
              isChosen={selection.isChosen?.[point] === 1}
              onPress={(event) => press(event, point)}
            />
          );
        })}
      </div>
    </div>
  );
}

interface MapListItemProps {
  id: string;
  sessionId: string;
  details: MapDetail | undefined;
  top: number;
  /** Counted from 1. */
  place: number;
  colour: string;
  isCurrent: boolean;
  isChosen: boolean;
  onPress: (event: MouseEvent) => void;
}

function MapListItem({
  id,
  sessionId,
  details,
  top,
  place,
  colour,
  isCurrent,
  isChosen,
  onPress,
}: MapListItemProps) {
  return (
    <div
      id={id}
      role="row"
      aria-selected={isChosen}
      aria-rowindex={place}
      title={sessionId}
      onClick={onPress}
      style={{ transform: `translateY(${top}px)`, height: ROW_PX }}
      className={cn(
        "absolute inset-x-0 top-0 cursor-pointer hover:bg-hover",
        isChosen && "bg-accent-soft",
        isCurrent && "bg-hover",
        isCurrent && isChosen && "bg-accent-soft outline outline-line-strong",
      )}
    >
      <div role="gridcell" className="flex size-full items-center gap-2 px-3">
        <span style={{ backgroundColor: colour }} className="size-2.5 shrink-0 rounded-full" aria-hidden />
        <span className="min-w-0 shrink-0 truncate text-sm font-medium max-w-[60%]">
          {details === undefined ? sessionId : episodeTitle(details)}
        </span>
        <span className="min-w-0 flex-1 truncate text-xs text-ink-3">{details?.datasetName ?? ""}</span>
        {details === undefined ? null : <Outcome value={details.outcome} isShort />}
      </div>
    </div>
  );
}
