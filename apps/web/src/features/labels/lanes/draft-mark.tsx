"use client";
import { useEffect, useRef } from "react";
import { useStage } from "../../replay/player-context.tsx";
import { useSchema, useTool } from "../session/labels-context.tsx";
import { lookOf } from "./lane-colours.ts";
import { placeInView } from "./lane-window.ts";

/** The stretch between the marks; without an out mark it grows with the playhead. */
export function DraftMark({ lane }: { lane: string }) {
  const { player, view } = useStage();
  const schema = useSchema();
  const isHere = useTool((state) => state.lane === lane);
  const from = useTool((state) => state.from);
  const to = useTool((state) => state.to);
  const label = useTool((state) => state.label);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (from === null || !isHere) return undefined;
    const place = (): void => {
      const end = to ?? Math.max(from, player.time);
      if (box.current !== null) Object.assign(box.current.style, placeInView(view.get(), from, end));
    };
    const stops = [player.onTick(place), view.subscribe(place)];
    return () => stops.forEach((stop) => stop());
  }, [player, view, from, to, isHere]);
  if (from === null || !isHere) return null;
  return (
    <div
      ref={box}
      data-draft
      className="pointer-events-none absolute inset-y-0 min-w-0.5 overflow-hidden border-x-2 border-accent bg-accent/15 px-1 text-xs leading-7 whitespace-nowrap text-accent"
    >
      {label === null ? (to === null ? "" : "1–9") : lookOf(schema, label).name}
    </div>
  );
}
