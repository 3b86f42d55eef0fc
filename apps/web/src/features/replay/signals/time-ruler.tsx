"use client";
import { useEffect, useRef } from "react";
import { useStage } from "../player-context.tsx";
import { useElementSize } from "../use-element-size.ts";
import { rulerTicks } from "./ruler-ticks.ts";
import { shareOf } from "./view-window.ts";

/** The labels of the shared time axis; drawn by hand because they move while zooming. */
export function TimeRuler() {
  const { view } = useStage();
  const host = useRef<HTMLDivElement>(null);
  const { width } = useElementSize(host);
  useEffect(() => {
    const draw = (): void => {
      const span = view.get();
      const labels = rulerTicks(span, width).map(({ t, text }) => {
        const label = document.createElement("span");
        label.textContent = text;
        label.className = "absolute top-0 -translate-x-1/2 px-1 whitespace-nowrap";
        label.style.left = `${(shareOf(span, t) * 100).toFixed(3)}%`;
        return label;
      });
      host.current?.replaceChildren(...labels);
    };
    draw();
    return view.subscribe(draw);
  }, [view, width]);
  return <div ref={host} aria-hidden className="figures relative h-5 flex-1 text-ink-3" />;
}
