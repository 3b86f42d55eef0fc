"use client";
import { useEffect, useRef } from "react";
import { categorical } from "../../../ui/palette.ts";
import { useStage } from "../player-context.tsx";
import type { TextLane } from "./text-spans.ts";
import { TimeSurface } from "./time-surface.tsx";
import { shareOf } from "./view-window.ts";

/** Same text, same colour, in every lane and at every zoom. */
function colourOf(text: string, texts: readonly string[]): string {
  return categorical(texts.indexOf(text));
}

/** Lanes have the beginning of their paths in common, and those that the importer spelled out from numbers their `/text` too. */
function shortNameOf(name: string): string {
  const path = name.replace(/\/text$/, "");
  return path.slice(path.lastIndexOf("/") + 1);
}

/** Texts over time: stretches as bars, moments as marks. */
export function TextLaneRow({ lane }: { lane: TextLane }) {
  const { view } = useStage();
  const bars = useRef<HTMLDivElement>(null);
  const shortName = shortNameOf(lane.name);
  const texts = [...new Set(lane.spans.map((span) => span.text))];
  useEffect(() => {
    const place = (): void => {
      const span = view.get();
      for (const [i, bar] of [...(bars.current?.children ?? [])].entries()) {
        const stretch = lane.spans[i];
        if (stretch === undefined || !(bar instanceof HTMLElement)) continue;
        const [left, right] = [shareOf(span, stretch.from), shareOf(span, stretch.to)];
        bar.style.left = `${(Math.max(0, left) * 100).toFixed(3)}%`;
        bar.style.width = lane.isEvents
          ? "auto"
          : `${(Math.max(0, Math.min(1, right) - Math.max(0, left)) * 100).toFixed(3)}%`;
        bar.hidden = right < 0 || left > 1;
      }
    };
    place();
    return view.subscribe(place);
  }, [view, lane]);
  return (
    <section aria-label={lane.name} className="flex h-7 shrink-0 border-t">
      <h3
        className="w-16 shrink-0 truncate pr-1.5 pl-2 text-right text-xs leading-7 text-ink-3"
        title={lane.name}
      >
        {shortName}
      </h3>
      <TimeSurface className="flex-1">
        <div ref={bars} className="absolute inset-x-0 inset-y-1">
          {lane.spans.map((span) => (
            <div
              key={`${span.from} ${span.text}`}
              title={`${span.text} (${span.from.toFixed(3)} s)`}
              className="absolute inset-y-0 truncate rounded-sm border-l-2 bg-hover px-1.5 text-xs leading-5 text-ink"
              style={{ borderLeftColor: colourOf(span.text, texts) }}
            >
              {lane.isEvents ? "◆ " : ""}
              {span.text}
            </div>
          ))}
        </div>
      </TimeSurface>
      <p
        aria-hidden
        className="w-58 shrink-0 truncate border-l px-2.5 text-xs leading-7 text-ink-3 max-md:hidden"
        title={lane.name}
      >
        {shortName === lane.name ? null : lane.name}
      </p>
    </section>
  );
}
