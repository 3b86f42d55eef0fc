"use client";
import type { MapData } from "@retake/trpc/map-data";
import { useSyncExternalStore } from "react";
import { episodeTitle } from "../../../ui/episode-title.ts";
import { formatDuration, formatValue } from "../../../ui/figures.ts";
import { Outcome } from "../../../ui/outcome.tsx";
import { Poster } from "../../../ui/poster.tsx";
import { Skeleton } from "../../../ui/skeleton.tsx";
import { project } from "../model/map-view.ts";
import { useDetails } from "../state/use-details.ts";
import type { MapScreenState } from "../state/use-map-screen.ts";

const WIDTH_PX = 248;
const HEIGHT_PX = 244;
const AWAY_PX = 16;

/** The episode under the pointer: picture, summary, three facts. */
export function HoverCard({ screen, map }: { screen: MapScreenState; map: MapData }) {
  const { view, hovered, workspace } = screen;
  const { view: now, size } = useSyncExternalStore(
    view.store.subscribe,
    view.store.snapshot,
    view.store.snapshot,
  );
  const sessionId = map.sessionIds[hovered];
  const details = useDetails(workspace.slug, sessionId === undefined ? [] : [sessionId]);
  if (sessionId === undefined) return null;
  const [x, y] = project(now, size, map.x[hovered] ?? 0, map.y[hovered] ?? 0);
  const left = x + AWAY_PX + WIDTH_PX > size.width ? x - AWAY_PX - WIDTH_PX : x + AWAY_PX;
  const top = Math.min(Math.max(8, y - HEIGHT_PX / 2), Math.max(8, size.height - HEIGHT_PX - 8));
  const row = details.get(sessionId);
  return (
    <div
      role="tooltip"
      data-episode={sessionId}
      style={{ left: Math.max(8, left), top, width: WIDTH_PX }}
      className="pointer-events-none absolute z-10 flex flex-col gap-1.5 rounded bg-raised p-2 text-xs shadow-float max-md:hidden"
    >
      {row === undefined ? (
        <>
          <Skeleton className="aspect-video w-full" />
          <Skeleton className="h-4 w-2/3" />
          <Skeleton className="h-8 w-full" />
        </>
      ) : (
        <>
          {row.posterUrl === null ? null : (
            <Poster
              posterUrl={row.posterUrl}
              stripUrl={null}
              width={WIDTH_PX}
              className="aspect-video w-full"
            />
          )}
          <p className="truncate text-sm font-semibold">
            {episodeTitle(row)}
            {row.datasetName === null ? (
              ""
            ) : (
              <span className="font-normal text-ink-2"> · {row.datasetName}</span>
            )}
          </p>
          {(row.summary ?? row.task) === null ? null : (
            <p className="line-clamp-3 break-words text-ink-2">{row.summary ?? row.task}</p>
          )}
          <p className="figures flex items-center gap-3 text-ink-2">
            <Outcome value={row.outcome} />
            <span>{formatDuration(row.durationS)}</span>
            {row.totalReward === null ? null : <span>reward {formatValue(row.totalReward)}</span>}
          </p>
        </>
      )}
    </div>
  );
}
