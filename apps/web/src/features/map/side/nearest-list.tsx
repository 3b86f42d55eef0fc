"use client";
import type { MapData } from "@retake/trpc/map-data";
import { episodeTitle } from "../../../ui/episode-title.ts";
import { Outcome } from "../../../ui/outcome.tsx";
import { Poster } from "../../../ui/poster.tsx";
import { ScoreBar } from "../../similar/score-bar.tsx";
import { useDetails } from "../state/use-details.ts";
import type { MapScreenState } from "../state/use-map-screen.ts";
import { useNeighbours } from "../state/use-neighbours.ts";

const SHOWN_MAX = 8;

const BY = { motion: "in motion", text: "in words", visual: "in pictures" } as const;

/** The episodes most like the open one, by what this map was made from. A press opens one here. */
export function NearestList({ screen, map }: { screen: MapScreenState; map: MapData }) {
  const { opened, workspace, view } = screen;
  const edges = useNeighbours(workspace.slug, map, opened);
  const nearest = edges?.to.slice(0, SHOWN_MAX) ?? [];
  const details = useDetails(
    workspace.slug,
    nearest.map(({ point }) => map.sessionIds[point] ?? ""),
  );
  if (nearest.length === 0) return null;
  return (
    <section aria-label="Most alike" className="border-t p-3">
      <h3 className="mb-1 text-sm font-semibold">Most alike {BY[map.kind]}</h3>
      <ul>
        {nearest.map(({ point, similarity }) => {
          const sessionId = map.sessionIds[point] ?? "";
          const row = details.get(sessionId);
          return (
            <li key={sessionId}>
              <button
                type="button"
                title={sessionId}
                onPointerEnter={(event) => {
                  if (event.pointerType === "mouse") screen.setHovered(point);
                }}
                onPointerLeave={() => screen.setHovered(-1)}
                onClick={() => {
                  screen.setHovered(-1);
                  screen.setCurrent(point);
                  view.reveal(map.x[point] ?? 0, map.y[point] ?? 0);
                  screen.open(point);
                }}
                className="flex w-full items-center gap-2 rounded-sm p-1 text-left hover:bg-hover"
              >
                <Poster
                  posterUrl={row?.posterUrl ?? null}
                  stripUrl={null}
                  width={64}
                  className="h-9 w-14 shrink-0"
                />
                <span className="min-w-0 flex-1">
                  <span className="flex items-center gap-1">
                    <span className="min-w-0 truncate font-medium">
                      {row === undefined ? sessionId : episodeTitle(row)}
                    </span>
                    <span className="min-w-0 flex-1 truncate text-xs text-ink-3">{row?.datasetName}</span>
                    {row === undefined ? null : <Outcome value={row.outcome} isShort />}
                  </span>
                  <ScoreBar score={similarity} />
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
