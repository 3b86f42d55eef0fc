"use client";
import { useLayoutEffect, type RefObject } from "react";
import { useStage } from "../../replay/player-context.tsx";
import { useLabels } from "../session/labels-context.tsx";
import { placeInView, type Placed } from "./lane-window.ts";

/** Writes where each element lies, now, whenever the axis moves, and while somebody drags one of them. */
export function usePlaces(host: RefObject<HTMLElement | null>, places: readonly Placed[]): void {
  const { view } = useStage();
  const { drafts } = useLabels();
  useLayoutEffect(() => {
    const place = (): void => {
      const span = view.get();
      for (const [i, element] of [...(host.current?.children ?? [])].entries()) {
        const one = places[i];
        if (one === undefined || !(element instanceof HTMLElement)) continue;
        const draft = drafts.of(one.id);
        const { start, end } = draft ?? one;
        const { left, width } = placeInView(span, start, end ?? start);
        element.style.left = left;
        if (end !== null) element.style.width = width;
        showWho(element, draft?.who ?? null);
      }
    };
    place();
    const stops = [view.subscribe(place), drafts.subscribe(place)];
    return () => stops.forEach((stop) => stop());
  }, [host, view, places, drafts]);
}

/** Whose hand moves it, in their colour. */
function showWho(element: HTMLElement, who: { name: string; colour: string } | null): void {
  if ((element.dataset["draftOf"] ?? null) === (who?.name ?? null)) return;
  if (who === null) delete element.dataset["draftOf"];
  else element.dataset["draftOf"] = who.name;
  element.style.boxShadow = who === null ? "" : `inset 0 0 0 2px ${who.colour}`;
}
