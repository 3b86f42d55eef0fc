"use client";
import { useState } from "react";
import { countOf, formatDuration } from "../../ui/figures.ts";
import { histogram, type Bin } from "./histogram.ts";

const BINS_MAX = 32;
const HEIGHT = 88;

/** How long the episodes are; pointing at a bar reads it out. */
export function DurationHistogram({ seconds }: { seconds: readonly number[] }) {
  const bins = histogram(seconds, BINS_MAX);
  const [pointed, setPointed] = useState<Bin | null>(null);
  const first = bins[0];
  const last = bins.at(-1);
  if (first === undefined || last === undefined)
    return <p className="text-sm text-ink-2">No episodes to measure.</p>;
  if (first === last) {
    const all = first.count === 1 ? "Its one episode lasts" : `All ${countOf(first.count, "episode")} last`;
    return (
      <p className="text-sm text-ink-2">
        {all} <span className="figures">{formatDuration(first.from)}</span>.
      </p>
    );
  }
  const most = Math.max(...bins.map((bin) => bin.count));
  const words = (bin: Bin): string =>
    `${countOf(bin.count, "episode")} of ${bin.from === bin.to ? formatDuration(bin.from) : `${formatDuration(bin.from)} to ${formatDuration(bin.to)}`}`;
  const summary = `Durations from ${formatDuration(first.from)} to ${formatDuration(last.to)}; the tallest bar is ${countOf(most, "episode")}.`;
  return (
    <figure>
      <svg
        viewBox={`0 0 ${bins.length * 10} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="h-22 w-full"
        role="img"
        aria-label={summary}
        onPointerLeave={() => setPointed(null)}
      >
        {bins.map((bin, i) => {
          const height = bin.count === 0 ? 0 : Math.max(2, (bin.count / most) * HEIGHT);
          return (
            <g key={bin.from} onPointerEnter={() => setPointed(bin)}>
              <rect x={i * 10} y={0} width={10} height={HEIGHT} className="fill-transparent" />
              <rect
                x={i * 10 + 0.75}
                y={HEIGHT - height}
                width={8.5}
                height={height}
                className={pointed === bin ? "fill-accent" : "fill-line-strong"}
              />
            </g>
          );
        })}
      </svg>
      <figcaption className="figures flex justify-between border-t pt-1 text-ink-3">
        <span>{formatDuration(first.from)}</span>
        <span className="text-ink">{pointed === null ? "" : words(pointed)}</span>
        <span>{formatDuration(last.to)}</span>
      </figcaption>
    </figure>
  );
}
