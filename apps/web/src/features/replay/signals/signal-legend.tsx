"use client";
import type { TopicInfo } from "@retake/trpc/schemas";
import { useEffect, useRef } from "react";
import { cn } from "../../../ui/cn.ts";
import { categorical } from "../../../ui/palette.ts";
import { lastAtOrBefore } from "../engine/frame-timeline.ts";
import { useStage } from "../player-context.tsx";
import type { SignalStore } from "./signal-store.ts";
import { formatValue } from "./format-value.ts";
import { readingAt } from "./plot-data.ts";

/** Values are read by people: more often than this they only flicker. */
const READ_EVERY_MS = 80;

interface SignalLegendProps {
  topic: TopicInfo;
  dims: number;
  store: SignalStore;
  shown: readonly number[];
  /** `alone`: show only this one. */
  onToggle: (dim: number, alone: boolean) => void;
}

/** Name of a dimension: the dataset's, else its place. */
export function dimName(topic: Pick<TopicInfo, "featureNames">, dim: number): string {
  return topic.featureNames[dim] ?? `[${dim}]`;
}

function readingText(store: SignalStore, topic: string, dim: number, t: number): string {
  // What covers `t`, which may lie outside of the view and of the finer data loaded for it.
  const envelope = store.get(topic, { from: t, to: t });
  if (envelope === null) return "";
  const reading = readingAt(envelope, dim, lastAtOrBefore(envelope.t, t + 1e-6));
  if (reading === null) return "–";
  if (reading.range === null || reading.range.min === reading.range.max) return formatValue(reading.value);
  return `${formatValue(reading.range.min)} … ${formatValue(reading.range.max)}`;
}

/** The dimensions of a topic with their value at the crosshair, or at the playhead when the pointer is elsewhere. */
export function SignalLegend({ topic, dims, store, shown, onToggle }: SignalLegendProps) {
  const { player, hover, view } = useStage();
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    let readAt = -Infinity;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const read = (): void => {
      clearTimeout(timer);
      timer = undefined;
      readAt = performance.now();
      const t = hover.time ?? player.time;
      for (const output of list.current?.querySelectorAll<HTMLElement>("[data-reading]") ?? []) {
        const text = readingText(store, topic.name, Number(output.dataset.reading), t);
        if (output.textContent !== text) output.textContent = text;
      }
    };
    const readSoon = (): void => {
      if (performance.now() - readAt >= READ_EVERY_MS) read();
      else timer ??= setTimeout(read, READ_EVERY_MS);
    };
    const stops = [
      player.onTick(readSoon),
      hover.subscribe(readSoon),
      store.subscribe(read),
      view.subscribe(readSoon),
    ];
    read();
    return () => {
      clearTimeout(timer);
      stops.forEach((stop) => stop());
    };
  }, [player, hover, store, topic.name, view, dims]);
  return (
    <ul
      ref={list}
      className="min-h-0 overflow-y-auto max-md:flex max-md:max-h-25 max-md:flex-wrap pointer-coarse:max-h-40 max-md:gap-x-3"
    >
      {Array.from({ length: dims }, (_, dim) => {
        const isShown = shown.includes(dim);
        return (
          <li key={dim} className="min-w-0">
            <button
              type="button"
              aria-pressed={isShown}
              title={`${dimName(topic, dim)}: click to show or hide, Alt-click to show it alone`}
              onMouseDown={(event) => event.preventDefault()}
              onClick={(event) => onToggle(dim, event.altKey)}
              className="flex h-5 w-full min-w-0 pointer-coarse:h-10 items-center gap-1.5 rounded-sm px-1 text-left text-xs hover:bg-hover"
            >
              <Swatch dim={dim} isShown={isShown} />
              <span
                className={cn("min-w-0 flex-1 truncate", isShown ? "text-ink-2" : "text-ink-3 line-through")}
              >
                {dimName(topic, dim)}
              </span>
              <span data-reading={dim} className="figures shrink-0 text-ink" />
              {topic.units[dim] === undefined || topic.units[dim] === "" ? null : (
                <span className="shrink-0 text-ink-3">{topic.units[dim]}</span>
              )}
            </button>
          </li>
        );
      })}
    </ul>
  );
}

function Swatch({ dim, isShown }: { dim: number; isShown: boolean }) {
  const style = ["solid", "dashed", "dotted"][Math.floor(dim / 10) % 3];
  return (
    <span
      aria-hidden
      className="w-3 shrink-0 border-t-2"
      style={{
        borderColor: isShown ? categorical(dim) : "var(--line-strong)",
        borderTopStyle: style as "solid",
      }}
    />
  );
}
