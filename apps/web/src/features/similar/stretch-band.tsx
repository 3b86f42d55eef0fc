"use client";
import { useEffect, useRef } from "react";
import { useStage } from "../replay/player-context.tsx";
import { shareOf } from "../replay/signals/view-window.ts";

/** The stretch that is looked for, over the plot of its signal; moved by hand as the view moves. */
export function StretchBand({ topic }: { topic: string }) {
  const { similar, view } = useStage();
  const band = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const place = (): void => {
      const element = band.current;
      if (element === null) return;
      const { stretch, what } = similar.get();
      const isShown = what === "stretch" && stretch?.topic === topic;
      element.style.display = isShown ? "block" : "none";
      if (!isShown) return;
      const [left, right] = [shareOf(view.get(), stretch.from), shareOf(view.get(), stretch.to)];
      element.style.left = `${(left * 100).toFixed(3)}%`;
      element.style.width = `${((right - left) * 100).toFixed(3)}%`;
    };
    place();
    const stops = [similar.subscribe(place), view.subscribe(place)];
    return () => stops.forEach((stop) => stop());
  }, [similar, view, topic]);
  return (
    <div
      ref={band}
      data-stretch={topic}
      className="pointer-events-none absolute inset-y-0 hidden border-x border-accent/60 bg-accent/10"
    />
  );
}
