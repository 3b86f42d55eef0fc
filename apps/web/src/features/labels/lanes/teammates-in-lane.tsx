"use client";
import type { ResolvedLane } from "@retake/collab/document";
import { useLayoutEffect, useRef } from "react";
import { useStage } from "../../replay/player-context.tsx";
import { useLabels, useStore } from "../session/labels-context.tsx";
import { placeInView } from "./lane-window.ts";

/** What teammates have selected in this lane, in their colours. */
export function TeammatesInLane({ lane }: { lane: ResolvedLane }) {
  const { presence, lanes } = useLabels();
  const people = useStore(presence.people);
  const { view } = useStage();
  const host = useRef<HTMLDivElement>(null);
  const seen = people.flatMap((person) => {
    const one = person.sel === null ? null : lanes.shown(person.sel);
    return one?.lane === lane.lane.id && one.state !== "rejected" ? [{ person, one }] : [];
  });
  useLayoutEffect(() => {
    const place = (): void => {
      for (const [i, element] of [...(host.current?.children ?? [])].entries()) {
        const one = seen[i]?.one;
        if (one === undefined || !(element instanceof HTMLElement)) continue;
        Object.assign(element.style, placeInView(view.get(), one.start, one.end ?? one.start));
      }
    };
    place();
    return view.subscribe(place);
  });
  return (
    <div ref={host} className="pointer-events-none absolute inset-0 z-10">
      {seen.map(({ person }) => (
        <div
          key={person.id}
          title={person.name}
          data-selected-by={person.name}
          className="absolute inset-y-0 min-w-1 rounded-sm border-2"
          style={{ borderColor: person.colour }}
        />
      ))}
    </div>
  );
}
