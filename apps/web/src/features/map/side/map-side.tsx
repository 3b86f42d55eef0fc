"use client";
import type { MapData } from "@retake/trpc/map-data";
import { countOf, formatCount } from "../../../ui/figures.ts";
import { errorWords } from "../../../trpc/errors.ts";
import { useIsWide } from "../../replay/use-is-wide.ts";
import type { MapScreenState } from "../state/use-map-screen.ts";
import { ChosenActions } from "./chosen-actions.tsx";
import { MapList } from "./map-list.tsx";
import { OpenedEpisode } from "./opened-episode.tsx";
import { TeammatesSaid } from "./teammates-said.tsx";

interface MapSideProps {
  screen: MapScreenState;
  map: MapData;
  hrefOf: (sessionId: string) => string;
  onPick: (() => void) | null;
  onSaveTable: () => void;
}

/** How many are lit; of more than one answer of the search has, that there are more. */
function foundWords(lit: number, { total, isWeak }: MapScreenState["hits"]): string {
  const words =
    total > lit ? `Best ${formatCount(lit)} of ${formatCount(total)} found` : `${formatCount(lit)} found`;
  return isWeak ? `${words}, none clearly` : words;
}

/** Beside the map: the episode that is open, or the list that mirrors it. */
export function MapSide({ screen, map, hrefOf, onPick, onSaveTable }: MapSideProps) {
  const { opened, listed, selection, found, hits } = screen;
  const isWide = useIsWide();
  const episode =
    opened === -1 ? null : (
      <OpenedEpisode screen={screen} map={map} href={hrefOf(map.sessionIds[opened] ?? "")} isWide={isWide} />
    );
  if (episode !== null && isWide) return episode;
  const isChosen = selection.points.length > 0;
  return (
    <aside
      aria-label="Episodes"
      className="flex min-h-0 w-80 shrink-0 flex-col border-l max-md:h-2/5 max-md:w-full max-md:border-t max-md:border-l-0"
    >
      <header className="flex min-h-8 shrink-0 flex-wrap items-center gap-x-1 border-b px-3 py-0.5">
        <h2 className="min-w-0 flex-1 truncate text-sm font-semibold">
          <span role="status" className="figures text-sm!">
            {isChosen
              ? `${formatCount(selection.points.length)} selected`
              : found === null
                ? countOf(listed.length, "episode")
                : hits.isSearching
                  ? "Searching"
                  : foundWords(found.length, hits)}
          </span>
        </h2>
        {isChosen ? (
          <ChosenActions screen={screen} map={map} onPick={onPick} onSaveTable={onSaveTable} />
        ) : null}
      </header>
      {hits.error === null ? null : (
        <p role="alert" className="border-b px-3 py-2 text-xs text-failure">
          {errorWords(hits.error)}
        </p>
      )}
      {listed.length === 0 ? (
        <p className="p-4 text-sm text-ink-2">
          {found === null
            ? "Nothing is shown. Bring colours back in the legend."
            : "No episode on the map matches."}
        </p>
      ) : (
        <MapList screen={screen} map={map} />
      )}
      <TeammatesSaid />
      {episode}
    </aside>
  );
}
