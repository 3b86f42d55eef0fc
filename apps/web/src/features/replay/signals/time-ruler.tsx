"use client";
import { useEffect, useRef } from "react";
import { useStage } from "../player-context.tsx";
import { useElementSize } from "../use-element-size.ts";
import { formatSeconds } from "./format-value.ts";
import { rulerTicks } from "./ruler-ticks.ts";
import { shareOf } from "./view-window.ts";

/** Labels whose middles are closer than this would lie on each other. */
const NEAR_PX = 56;

/** The labels of the shared time axis, and the time under the pointer; drawn by hand because they move while zooming. */
export function TimeRuler() {
  const { view, hover } = useStage();
  const host = useRef<HTMLDivElement>(null);
  const pointed = useRef<HTMLSpanElement>(null);
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
  useEffect(() => {
    const place = (): void => {
      const label = pointed.current;
      if (label === null) return;
      const { time } = hover;
      const share = time === null ? -1 : shareOf(view.get(), time);
      label.hidden = share < 0 || share > 1;
      for (const tick of host.current?.querySelectorAll("span") ?? []) {
        const apart = Math.abs(Number.parseFloat(tick.style.left) / 100 - share) * width;
        tick.style.visibility = !label.hidden && apart < NEAR_PX ? "hidden" : "";
      }
      if (time === null || label.hidden) return;
      label.textContent = formatSeconds(time);
      label.style.left = `${(share * 100).toFixed(3)}%`;
    };
    place();
    const stops = [hover.subscribe(place), view.subscribe(place)];
    return () => stops.forEach((stop) => stop());
  }, [view, hover, width]);
  return (
    <div aria-hidden className="figures relative h-5 flex-1 text-ink-3">
      <div ref={host} className="absolute inset-0" />
      <span
        ref={pointed}
        hidden
        data-pointed-time
        className="absolute top-0 -translate-x-1/2 rounded-sm bg-hover px-1 whitespace-nowrap text-ink"
      />
    </div>
  );
}
