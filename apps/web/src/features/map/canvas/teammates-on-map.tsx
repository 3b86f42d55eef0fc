"use client";
import { Face } from "../../labels/presence/avatars.tsx";
import { useOpenEpisodes } from "../../presence/use-open-episodes.ts";
import { useTeammateSelections } from "../../presence/use-selections.ts";

interface TeammatesOnMapProps {
  placeOf: ReadonlyMap<string, number>;
  isVisible: Uint8Array;
  /** Pixels of a point. */
  at: (point: number) => [number, number];
  radius: number;
}

/** What teammates have selected, ringed in their colour, and which episodes they have open, under their faces. */
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
