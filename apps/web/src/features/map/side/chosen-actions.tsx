"use client";
import type { MapData } from "@retake/trpc/map-data";
import { Database, Download, List } from "lucide-react";
import Link from "next/link";
import { Button } from "../../../ui/button.tsx";
import { Tooltip } from "../../../ui/tooltip.tsx";
import { listOfChosen } from "../model/list-of-chosen.ts";
import type { MapScreenState } from "../state/use-map-screen.ts";

interface ChosenActionsProps {
  screen: MapScreenState;
  map: MapData;
  /** Null for those who may not change episodes. */
  onPick: (() => void) | null;
  onSaveTable: () => void;
}

/** Where the chosen episodes can be taken. What is done to them stands in the bar below the map, as on the list. */
export function ChosenActions({ screen, map, onPick, onSaveTable }: ChosenActionsProps) {
  const { workspace, selection, params, until, points } = screen;
  const query = listOfChosen({
    area: selection.area,
    sessionIds: Array.from(selection.points, (i) => map.sessionIds[i] ?? ""),
    show: points.isShown === null ? null : params.only,
    colour: params.colour,
    isPast: until !== null,
  });
  return (
    <div className="flex">
      {query === null ? (
        <Tooltip label="Too many for a link, and not just an area: open them as a dataset">
          <Button variant="quiet" size="sm" aria-disabled aria-label="Show as list">
            <List aria-hidden />
            List
          </Button>
        </Tooltip>
      ) : (
        <Button asChild variant="quiet" size="sm">
          <Link
            href={`/w/${encodeURIComponent(workspace.slug)}/episodes?${query}`}
            prefetch={false}
            aria-label="Show as list"
          >
            <List aria-hidden />
            List
          </Link>
        </Button>
      )}
      {onPick === null ? null : (
        <Tooltip label="Open as dataset">
          <Button variant="quiet" size="iconSm" aria-label="Open as dataset" onClick={onPick}>
            <Database aria-hidden />
          </Button>
        </Tooltip>
      )}
      <Tooltip label="Table (CSV)">
        <Button variant="quiet" size="iconSm" aria-label="Export the selection" onClick={onSaveTable}>
          <Download aria-hidden />
        </Button>
      </Tooltip>
    </div>
  );
}
