"use client";
import type { Mark } from "@retake/trpc/schemas";
import { useCallback, useEffect, useRef, type KeyboardEvent, type ReactNode } from "react";
import { usePlayerState, useStage } from "../player-context.tsx";
import { formatSeconds } from "../signals/format-value.ts";
import { shareOf } from "../signals/view-window.ts";
import { OverviewMarks } from "./overview-marks.tsx";
import { ScrubPreview, type PreviewHandle, type Stills } from "./scrub-preview.tsx";
import { useScrub } from "./use-scrub.ts";

/** Keeps playhead, view and slider value in step without rendering. */
function useMarks() {
  const { player, view } = useStage();
  const strip = useRef<HTMLDivElement>(null);
  const playhead = useRef<HTMLDivElement>(null);
  const left = useRef<HTMLDivElement>(null);
  const right = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const percent = (share: number): string => `${(Math.min(1, Math.max(0, share)) * 100).toFixed(3)}%`;
    const say = (): void => {
      strip.current?.setAttribute("aria-valuemax", view.whole.to.toFixed(3));
      strip.current?.setAttribute("aria-valuenow", player.time.toFixed(3));
      strip.current?.setAttribute("aria-valuetext", `${formatSeconds(player.time)}, frame ${player.frame}`);
    };
    const moveView = (): void => {
      const span = view.get();
      if (left.current !== null) left.current.style.width = percent(shareOf(view.whole, span.from));
      if (right.current !== null) right.current.style.width = percent(1 - shareOf(view.whole, span.to));
    };
    say();
    moveView();
    const stops = [
      player.onTick((t) => {
        if (playhead.current !== null)
          playhead.current.style.transform = `translateX(${percent(shareOf(view.whole, t))})`;
      }),
      player.onRest(say),
      view.subscribe(moveView),
    ];
    return () => stops.forEach((stop) => stop());
  }, [player, view]);
  return { strip, playhead, left, right };
}

interface OverviewStripProps {
  stills: Stills | null;
  marks: readonly Mark[];
  /** Drawn over the whole episode: threads, teammates. */
  children?: ReactNode;
}

/** The whole episode at a glance, and the place to scrub. */
export function OverviewStrip({ stills, marks, children }: OverviewStripProps) {
  const { player, view, live } = useStage();
  const { strip, playhead, left, right } = useMarks();
  const preview = useRef<PreviewHandle>(null);
  const onPoint = useCallback((share: number | null) => preview.current?.show(share), []);
  useScrub(strip, onPoint);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const run: Record<string, () => void> = {
      ArrowRight: () => player.step(event.shiftKey ? 10 : 1),
      ArrowLeft: () => player.step(event.shiftKey ? -10 : -1),
      Home: () => player.seek(player.timeline.start),
      End: () => (live === null ? player.seek(player.timeline.end) : live.edge.goLive()),
    };
    if (run[event.key] === undefined) return;
    event.preventDefault();
    run[event.key]?.();
  };
  return (
    <div className="relative shrink-0 px-2 pb-1.5">
      <div
        ref={strip}
        role="slider"
        tabIndex={0}
        aria-label="Place in the episode"
        aria-valuemin={Number(view.whole.from.toFixed(3))}
        aria-valuenow={0}
        onKeyDown={onKeyDown}
        data-overview
        className="relative h-9 cursor-pointer touch-none overflow-hidden rounded bg-panel select-none"
      >
        {stills === null ? null : (
          <div
            className="absolute inset-0 opacity-60 dark:opacity-50"
            style={{ backgroundImage: `url("${stills.url}")`, backgroundSize: "100% 100%" }}
          />
        )}
        <LoopMark />
        <OverviewMarks marks={marks} />
        {children}
        <div ref={left} className="absolute inset-y-0 left-0 bg-ground/75" />
        <div ref={right} className="absolute inset-y-0 right-0 bg-ground/75" />
        <div className="pointer-events-none absolute inset-y-0 right-[2px] left-0">
          <div ref={playhead} data-playhead className="size-full border-l-2 border-accent" />
        </div>
      </div>
      <ScrubPreview ref={preview} stills={stills} />
    </div>
  );
}

function LoopMark() {
  const { view } = useStage();
  const { loop } = usePlayerState();
  const mark = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (loop === null) return undefined;
    const place = (): void => {
      if (mark.current === null) return;
      const from = Math.max(0, shareOf(view.whole, loop.from));
      const to = Math.min(1, shareOf(view.whole, loop.to));
      mark.current.style.left = `${from * 100}%`;
      mark.current.style.width = `${Math.max(0, to - from) * 100}%`;
    };
    place();
    return view.subscribe(place);
  }, [view, loop]);
  if (loop === null) return null;
  return (
    <div
      ref={mark}
      data-loop
      title={`Loop ${loop.from.toFixed(3)} – ${loop.to.toFixed(3)} s`}
      className="pointer-events-none absolute inset-y-0 border-x-2 border-t-2 border-attention-fill bg-attention-fill/15"
    />
  );
}
