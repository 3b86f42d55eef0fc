"use client";
import type { Annotation } from "@retake/collab/document";
import { MessageSquare, StickyNote } from "lucide-react";
import { memo, useSyncExternalStore } from "react";
import { cn } from "../../../ui/cn.ts";
import { formatSeconds } from "../../replay/signals/format-value.ts";
import { useLabels, useTool } from "../session/labels-context.tsx";
import type { ClassLook } from "./lane-colours.ts";

interface SegmentItemProps {
  one: Annotation;
  look: ClassLook;
  author: string;
  isProposed: boolean;
  isClipped: boolean;
  hasThread: boolean;
}

export function spanWords({ start, end }: Annotation): string {
  return end === null ? formatSeconds(start) : `${formatSeconds(start)} – ${formatSeconds(end)}`;
}

function titleOf({ one, look, author, isProposed, isClipped }: SegmentItemProps): string {
  const origin =
    one.origin === "human" ? author : one.origin === "rule" ? "suggested by a rule" : "suggested by a model";
  return [
    `${look.name}, ${spanWords(one)}`,
    isProposed ? `${origin}: A accepts, R rejects` : origin,
    isClipped ? "Shown shorter than it was labelled: another one of this lane began first" : "",
    one.note,
  ]
    .filter((line) => line !== "")
    .join("\n");
}

/** One label in its lane. Where it lies is written by hand while the axis moves. */
export const SegmentItem = memo(function SegmentItem(props: SegmentItemProps) {
  const { one, look, isProposed, isClipped, hasThread } = props;
  const { flashes } = useLabels();
  const flash = useSyncExternalStore(flashes.subscribe, () => flashes.of(one.id));
  const isSelected = useTool(({ selected }) => selected === one.id);
  const edge = useTool((state) => (state.selected === one.id ? state.edge : null));
  const isMoment = one.end === null;
  const style = {
    ...(isProposed
      ? {}
      : { borderLeftColor: look.colour, backgroundColor: isMoment ? undefined : `${look.colour}4d` }),
    ...(flash === undefined ? {} : { outline: `2px solid ${flash.colour}`, outlineOffset: "-2px" }),
  };
  return (
    <button
      type="button"
      data-label-id={one.id}
      data-class={one.label}
      data-state={one.state}
      data-selected={isSelected || undefined}
      data-flash={flash?.name}
      aria-pressed={isSelected}
      tabIndex={isSelected ? 0 : -1}
      title={titleOf(props)}
      style={style}
      className={cn(
        "absolute inset-y-0.5 flex items-center gap-1 overflow-hidden px-1 text-left text-xs leading-5 text-ink select-none",
        isMoment ? "max-w-40 rounded-r-sm border-l-2 bg-hover" : "rounded-sm border-l-3",
        isProposed && "inset-y-1 z-5 border border-dashed border-suggestion bg-raised text-suggestion",
        isClipped && "border-r-2 border-r-attention-fill border-dotted",
        isSelected && "z-10 ring-2 ring-accent ring-inset",
      )}
    >
      {isMoment ? (
        <span aria-hidden style={{ color: look.colour }}>
          ◆
        </span>
      ) : null}
      <span className="truncate">{look.name}</span>
      {one.note === "" ? null : <StickyNote aria-label="has a note" className="size-3 shrink-0 opacity-70" />}
      {hasThread ? <MessageSquare aria-label="has comments" className="size-3 shrink-0 opacity-70" /> : null}
      {isMoment || isProposed ? null : <Handles edge={edge} />}
    </button>
  );
});

function Handles({ edge }: { edge: "start" | "end" | null }) {
  const look = (own: "start" | "end"): string =>
    cn("absolute inset-y-0 w-1.5 cursor-ew-resize", edge === own ? "bg-accent" : "hover:bg-accent/60");
  return (
    <>
      <span data-edge="start" className={cn(look("start"), "left-0")} />
      <span data-edge="end" className={cn(look("end"), "right-0")} />
    </>
  );
}
