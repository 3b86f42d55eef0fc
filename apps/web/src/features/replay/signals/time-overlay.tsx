"use client";
import { useEffect, useRef } from "react";
import { useStage } from "../player-context.tsx";
import { shareOf, type TimeSpan } from "./view-window.ts";

function place(line: HTMLElement | null, t: number | null, view: TimeSpan): void {
  if (line === null) return;
  const share = t === null ? -1 : shareOf(view, t);
  const inside = share >= 0 && share <= 1;
  line.style.visibility = inside ? "visible" : "hidden";
  if (inside) line.style.transform = `translateX(${(share * 100).toFixed(4)}%)`;
}

/** Playhead and crosshair over one plot or lane. Moved by hand on every tick: rendering would cost a frame of video. */
export function TimeOverlay() {
  const { player, view, hover } = useStage();
  const playhead = useRef<HTMLDivElement>(null);
  const crosshair = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const movePlayhead = (): void => place(playhead.current, player.time, view.get());
    const moveCrosshair = (): void => place(crosshair.current, hover.time, view.get());
    const stops = [
      player.onTick(movePlayhead),
      hover.subscribe(moveCrosshair),
      view.subscribe(() => {
        movePlayhead();
        moveCrosshair();
      }),
    ];
    return () => stops.forEach((stop) => stop());
  }, [player, view, hover]);
  return (
    <div className="pointer-events-none absolute inset-0 overflow-hidden">
      <div ref={crosshair} className="invisible absolute inset-0 border-l border-dashed border-ink-3" />
      <div ref={playhead} data-playhead className="absolute inset-0 border-l-[1.5px] border-accent" />
    </div>
  );
}
