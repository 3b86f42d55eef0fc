"use client";
import type { Annotation, ResolvedLane } from "@retake/collab/document";
import { TriangleAlert } from "lucide-react";
import { useCallback, useMemo, useRef } from "react";
import { cn } from "../../../ui/cn.ts";
import { useStage } from "../../replay/player-context.tsx";
import { TimeSurface } from "../../replay/signals/time-surface.tsx";
import { useElementSize } from "../../replay/use-element-size.ts";
import { useLabels, useLane, useSchema, useStore, useTool } from "../session/labels-context.tsx";
import { useMembers } from "../session/use-members.ts";
import { select } from "../session/selection.ts";
import { DraftMark } from "./draft-mark.tsx";
import { EdgePicture, type EdgePictureHandle } from "./edge-picture.tsx";
import { gapsIn } from "./gaps.ts";
import { lookOf } from "./lane-colours.ts";
import { placeInView } from "./lane-window.ts";
import { SegmentItem } from "./segment-item.tsx";
import { SegmentMenu } from "./segment-menu.tsx";
import { TeammatesInLane } from "./teammates-in-lane.tsx";
import { useInView } from "./use-in-view.ts";
import { useLaneCanvas } from "./use-lane-canvas.ts";
import { useLanePointer } from "./use-lane-pointer.ts";
import { usePlaces } from "./use-places.ts";

export function LaneRow({ id }: { id: string }) {
  const session = useLabels();
  const schema = useSchema();
  const lane = useLane(id);
  const { nameOf } = useMembers();
  const threads = useStore(session.parts.threads);
  const isActive = useTool((state) => state.lane === id);
  const track = useRef<HTMLDivElement>(null);
  const host = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const stretch = useRef<HTMLDivElement>(null);
  const picture = useRef<EdgePictureHandle>(null);
  const { width } = useElementSize(track);
  const { view } = useStage();
  const labels = useMemo(() => (lane === undefined ? [] : [...lane.visible, ...lane.proposed]), [lane]);
  const items = useInView(labels, width);
  usePlaces(host, items);
  useLaneCanvas(canvas, lane, schema, width);
  const onStretch = useCallback(
    (made: { from: number; to: number } | null): void => {
      const box = stretch.current;
      if (box === null) return;
      box.hidden = made === null;
      if (made !== null)
        Object.assign(
          box.style,
          placeInView(view.get(), Math.min(made.from, made.to), Math.max(made.from, made.to)),
        );
    },
    [view],
  );
  const onEdge = useCallback((t: number | null): void => picture.current?.show(t), []);
  useLanePointer(track, { lane: lane?.lane, onStretch, onEdge });
  if (lane === undefined) return null;
  const withThread = new Set(
    threads.flatMap(({ annotationId, resolved }) => (resolved ? [] : [annotationId])),
  );
  return (
    <section
      aria-label={`Lane ${lane.lane.name}`}
      data-lane={id}
      data-active={isActive || undefined}
      className="flex h-7 shrink-0 border-t pointer-coarse:h-10.5"
    >
      <h3 className="w-16 shrink-0">
        <button
          type="button"
          title={`${lane.lane.name}: number keys choose its classes`}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => session.tool.change({ lane: id, selected: null, edge: null })}
          className={cn(
            "block h-full w-full truncate pr-1.5 pl-2 text-right text-xs",
            isActive ? "font-medium text-accent" : "text-ink-3 hover:text-ink",
          )}
        >
          {lane.lane.name}
        </button>
      </h3>
      <TimeSurface className="flex-1">
        <div ref={track} className="absolute inset-0">
          {lane.lane.gapFree ? <Gaps lane={lane} width={width} /> : null}
          <canvas ref={canvas} aria-hidden className="absolute inset-x-0 bottom-0 h-1 w-full" />
          <SegmentMenu>
            <div ref={host} className="absolute inset-0">
              {items.map((one) => (
                <SegmentItem
                  key={one.id}
                  one={one}
                  look={lookOf(schema, one.label)}
                  author={nameOf(one.author)}
                  isProposed={one.state === "proposed"}
                  isClipped={"clipped" in one && one.clipped === true}
                  hasThread={withThread.has(one.id)}
                />
              ))}
            </div>
          </SegmentMenu>
          <DraftMark lane={id} />
          <div
            ref={stretch}
            hidden
            className="pointer-events-none absolute inset-y-0.5 rounded-sm border border-accent bg-accent/20"
          />
          <TeammatesInLane lane={lane} />
        </div>
        <EdgePicture ref={picture} track={track} />
      </TimeSurface>
      <div className="flex w-58 shrink-0 items-center gap-2 truncate border-l px-2 text-xs text-ink-3 max-md:hidden">
        <LaneFacts lane={lane} onConflict={(one) => select(session, one)} />
      </div>
    </section>
  );
}

function Gaps({ lane, width }: { lane: ResolvedLane; width: number }) {
  const { durationS } = useLabels();
  const host = useRef<HTMLDivElement>(null);
  const all = useMemo(
    () => gapsIn(lane.visible, durationS()).map(({ from, to }) => ({ id: `${from}`, start: from, end: to })),
    [lane.visible, durationS],
  );
  const gaps = useInView(all, width);
  usePlaces(host, gaps);
  return (
    <div ref={host} className="absolute inset-0">
      {gaps.map(({ id }) => (
        <div key={id} data-gap title="Not labelled yet" className="label-gap absolute inset-y-1" />
      ))}
    </div>
  );
}

/** How much there is, and what two people made at once that does not fit. */
function LaneFacts({ lane, onConflict }: { lane: ResolvedLane; onConflict: (one: Annotation) => void }) {
  const conflicts = lane.hidden.length + lane.visible.filter((one) => one.clipped).length;
  const first = lane.hidden[0] ?? lane.visible.find((one) => one.clipped);
  return (
    <>
      <span className="figures">{lane.visible.length}</span>
      {lane.proposed.length === 0 ? null : (
        <span className="text-suggestion">{lane.proposed.length} suggested</span>
      )}
      {conflicts === 0 || first === undefined ? null : (
        <button
          type="button"
          className="inline-flex items-center gap-1 text-attention hover:underline"
          title="Two people labelled the same stretch at once. What began first is shown whole; look at the rest under Labels."
          onClick={() => onConflict(first)}
        >
          <TriangleAlert aria-hidden className="size-3.5" />
          {conflicts} overlapping
        </button>
      )}
    </>
  );
}
