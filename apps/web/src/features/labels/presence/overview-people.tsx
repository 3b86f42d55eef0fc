"use client";
import { useEffect, useRef } from "react";
import { useStage } from "../../replay/player-context.tsx";
import { shareOf } from "../../replay/signals/view-window.ts";
import { playheadOf } from "../room/presence.ts";
import { useLabels } from "../session/labels-context.tsx";

/** Teammates' playheads on the whole episode. Drawn by hand: they move on every display frame. */
export function OverviewPeople() {
  const { presence } = useLabels();
  const { view } = useStage();
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const marks = new Map<number, HTMLDivElement>();
    let request: number | null = null;
    const draw = (): void => {
      request = null;
      const mates = presence.teammates.get();
      const here = new Set(mates.map(({ client }) => client));
      for (const [client, mark] of marks) {
        if (here.has(client)) continue;
        mark.remove();
        marks.delete(client);
      }
      for (const mate of mates) {
        const mark = marks.get(mate.client) ?? createMark(mate.user.name, mate.user.colour);
        if (!marks.has(mate.client)) host.current?.append(mark);
        marks.set(mate.client, mark);
        const share = Math.min(1, Math.max(0, shareOf(view.whole, playheadOf(mate, performance.now()))));
        mark.style.transform = `translateX(${(share * 100).toFixed(3)}%)`;
      }
      if (mates.some(({ playing }) => playing)) request = requestAnimationFrame(draw);
    };
    const soon = (): void => {
      request ??= requestAnimationFrame(draw);
    };
    const stops = [presence.teammates.subscribe(soon), view.subscribe(soon)];
    soon();
    return () => {
      if (request !== null) cancelAnimationFrame(request);
      stops.forEach((stop) => stop());
      for (const mark of marks.values()) mark.remove();
    };
  }, [presence, view]);
  return <div ref={host} aria-hidden className="pointer-events-none absolute inset-0" />;
}

function createMark(name: string, colour: string): HTMLDivElement {
  const mark = document.createElement("div");
  mark.className = "absolute inset-0 border-l-2";
  mark.style.borderColor = colour;
  mark.dataset["playheadOf"] = name;
  const flag = document.createElement("span");
  flag.textContent = name.split(" ")[0] ?? "";
  flag.className =
    "absolute top-0 left-0 max-w-24 truncate rounded-br-sm bg-raised px-1 text-[10px] leading-3.5 text-ink";
  mark.append(flag);
  return mark;
}
