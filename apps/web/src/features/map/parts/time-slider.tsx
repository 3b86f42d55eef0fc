"use client";
import { Pause, Play } from "lucide-react";
import { useEffect, useState } from "react";
import type { MapData } from "@retake/trpc/map-data";
import { Button } from "../../../ui/button.tsx";
import { formatCount } from "../../../ui/figures.ts";
import { useEvent } from "../../../ui/use-event.ts";
import type { MapScreenState } from "../state/use-map-screen.ts";

/** The whole history takes this long to play. */
const PLAY_MS = 8_000;

/** The map as it was: only the first episodes, up to a moment. Steps are episodes, so that a day of imports is not a blink. */
export function TimeSlider({ screen, map }: { screen: MapScreenState; map: MapData }) {
  const { until, setUntil } = screen;
  const [isPlaying, setPlaying] = useState(false);
  const shown = Math.min(map.count, until ?? map.count);
  const step = useEvent((elapsedMs: number): void => {
    const next = shown + Math.max(1, Math.round((map.count * elapsedMs) / PLAY_MS));
    if (next < map.count) setUntil(next);
    else {
      setUntil(null);
      setPlaying(false);
    }
  });
  useEffect(() => {
    if (!isPlaying) return undefined;
    let last = performance.now();
    let frame = requestAnimationFrame(function tick(now) {
      // Where a frame takes long, fewer are drawn, not more slowly.
      if (now - last >= 80) {
        step(now - last);
        last = now;
      }
      frame = requestAnimationFrame(tick);
    });
    return () => cancelAnimationFrame(frame);
  }, [isPlaying, step]);

  const momentOf = (count: number): string =>
    new Date(
      (map.createdFrom + (map.numbers.created[Math.max(0, count - 1)] ?? 0)) * 1_000,
    ).toLocaleDateString();
  const words = `${formatCount(shown)} of ${formatCount(map.count)} episodes, until ${momentOf(shown)}`;
  return (
    <div className="flex min-h-10 shrink-0 items-center gap-2 border-t px-2">
      <Button
        variant="quiet"
        size="iconSm"
        aria-label={isPlaying ? "Stop" : "Play how the map grew"}
        onClick={() => {
          if (!isPlaying && shown === map.count) setUntil(0);
          setPlaying(!isPlaying);
        }}
      >
        {isPlaying ? <Pause aria-hidden /> : <Play aria-hidden />}
      </Button>
      <input
        type="range"
        aria-label="Until"
        aria-valuetext={words}
        min={0}
        max={map.count}
        value={shown}
        onChange={(event) => {
          const next = Number(event.target.value);
          setPlaying(false);
          setUntil(next >= map.count ? null : next);
        }}
        className="h-8 min-w-0 flex-1 accent-(--accent-fill) pointer-coarse:h-10"
      />
      <span
        title={words}
        className="figures w-44 shrink-0 truncate text-right text-xs text-ink-3 max-sm:w-37"
      >
        {until === null ? <span className="max-sm:hidden">all </span> : null}
        {formatCount(shown)} · {momentOf(shown)}
      </span>
    </div>
  );
}
