"use client";
import { Face } from "../../labels/presence/avatars.tsx";
import { useOpenEpisodes } from "../../presence/use-open-episodes.ts";
import { SHOWN_MAX, useTeammateSelections, type TeammateSelection } from "../../presence/use-selections.ts";

interface TeammatesOnMapProps {
  placeOf: ReadonlyMap<string, number>;
  isVisible: Uint8Array;
  /** Pixels of a point. */
  at: (point: number) => [number, number];
  radius: number;
}

/** What teammates have selected, ringed in their colour under their name, and which episodes they have open, under their faces. */
export function TeammatesOnMap({ placeOf, isVisible, at, radius }: TeammatesOnMapProps) {
  const selections = useTeammateSelections();
  const open = useOpenEpisodes();
  const pointOf = (sessionId: string): number => {
    const point = placeOf.get(sessionId) ?? -1;
    return isVisible[point] === 1 ? point : -1;
  };
  return (
    <>
      <svg className="absolute inset-0 size-full">
        {selections.map(({ id, colour, selected }) => (
          <g key={id} stroke={colour} data-teammate={id}>
            {selected.map((sessionId) => {
              const point = pointOf(sessionId);
              if (point === -1) return null;
              const [x, y] = at(point);
              return (
                <circle
                  key={sessionId}
                  cx={x}
                  cy={y}
                  r={radius + 1}
                  fill="none"
                  strokeWidth={1.5}
                  strokeDasharray="3 2"
                />
              );
            })}
          </g>
        ))}
      </svg>
      {selections.map((one) => (
        <SelectionName
          key={one.id}
          teammate={one}
          places={one.selected
            .map(pointOf)
            .filter((point) => point !== -1)
            .map(at)}
          above={radius + 6}
        />
      ))}
      {[...open].map(([sessionId, [person]]) => {
        const point = pointOf(sessionId);
        if (point === -1 || person === undefined) return null;
        const [left, top] = at(point);
        return (
          <span
            key={sessionId}
            style={{ left, top: top - radius - 12 }}
            className="absolute -translate-x-1/2 -translate-y-1/2"
          >
            <Face {...person} className="size-5 text-[9px]" />
          </span>
        );
      })}
    </>
  );
}

interface SelectionNameProps {
  teammate: TeammateSelection;
  places: readonly (readonly [number, number])[];
  above: number;
}

/** Whose it is and how many, above the highest of the points. */
function SelectionName({ teammate: { id, name, colour, selected }, places, above }: SelectionNameProps) {
  let highest = places[0];
  for (const place of places) if (highest === undefined || place[1] < highest[1]) highest = place;
  if (highest === undefined) return null;
  const [left, top] = highest;
  return (
    <span
      data-selected-by={id}
      style={{ left, top: Math.max(12, top - above), borderColor: colour }}
      className="figures absolute max-w-40 -translate-x-1/2 -translate-y-full truncate rounded border-2 bg-raised px-1.5 text-xs font-medium text-ink"
    >
      {name} · {selected.length >= SHOWN_MAX ? `${SHOWN_MAX} or more` : selected.length}
    </span>
  );
}
