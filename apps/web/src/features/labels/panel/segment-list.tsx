"use client";
import { changeAnnotation, type Annotation } from "@retake/collab/document";
import { useVirtualizer } from "@tanstack/react-virtual";
import { StickyNote, TriangleAlert } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { cn } from "../../../ui/cn.ts";
import { Input } from "../../../ui/input.tsx";
import { formatSeconds } from "../../replay/signals/format-value.ts";
import { lookOf } from "../lanes/lane-colours.ts";
import { attempt } from "../session/edit.ts";
import { useLabels, useLane, useSchema, useTool } from "../session/labels-context.tsx";
import { select } from "../session/selection.ts";
import { useMembers } from "../session/use-members.ts";

const ROW_PX = 28;
/** Longer lists scroll by themselves. */
const SEEN_MAX = 10;

/** One lane's labels in time order; a press goes there. What does not fit beside another is listed too. */
export function SegmentList({ id }: { id: string }) {
  const lane = useLane(id);
  const scroller = useRef<HTMLDivElement>(null);
  const all = useMemo(
    () =>
      lane === undefined
        ? []
        : [...lane.visible, ...lane.proposed, ...lane.hidden].sort((a, b) => a.start - b.start),
    [lane],
  );
  const hidden = useMemo(() => new Set(lane?.hidden.map((one) => one.id)), [lane]);
  // Its functions answer anew at each call, so this component is not memoised.
  // oxlint-disable-next-line react/incompatible-library
  const rows = useVirtualizer({
    count: all.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 6,
    initialRect: { width: 200, height: SEEN_MAX * ROW_PX },
  });
  const selected = useTool((state) => state.selected);
  const at = selected === null ? -1 : all.findIndex((one) => one.id === selected);
  useEffect(() => {
    if (at >= 0) rows.scrollToIndex(at);
  }, [at, rows]);
  if (lane === undefined || all.length === 0) return null;
  return (
    <section>
      <h2 className="mb-1 flex text-xs font-medium text-ink-3">
        <span className="flex-1">{lane.lane.name}</span>
        <span className="figures">{all.length}</span>
      </h2>
      <div
        ref={scroller}
        className="-mx-1 overflow-y-auto"
        style={{ height: Math.min(SEEN_MAX, all.length) * ROW_PX }}
      >
        <ul
          aria-label={`Labels in ${lane.lane.name}`}
          className="relative"
          style={{ height: rows.getTotalSize() }}
        >
          {rows.getVirtualItems().map((row) => {
            const one = all[row.index];
            return one === undefined ? null : (
              <li key={one.id} className="absolute inset-x-0" style={{ top: row.start, height: ROW_PX }}>
                <SegmentRow one={one} isHidden={hidden.has(one.id)} isSelected={one.id === selected} />
              </li>
            );
          })}
        </ul>
      </div>
      {all[at] === undefined ? null : <SegmentNote key={all[at].id} one={all[at]} />}
    </section>
  );
}

function SegmentRow({
  one,
  isHidden,
  isSelected,
}: {
  one: Annotation;
  isHidden: boolean;
  isSelected: boolean;
}) {
  const session = useLabels();
  const { name, colour } = lookOf(useSchema(), one.label);
  const { nameOf } = useMembers();
  const isProposed = one.state === "proposed";
  return (
    <button
      type="button"
      title={`${one.origin === "human" ? nameOf(one.author) : `suggested by a ${one.origin}`}${isHidden ? ": covered by another label, so not shown in the lane" : ""}`}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => select(session, one)}
      className={cn(
        "flex h-7 w-full items-center gap-2 rounded-sm px-1 text-left text-xs hover:bg-hover",
        isSelected && "bg-accent-soft",
      )}
    >
      <span
        aria-hidden
        className={cn(
          "size-2.5 shrink-0",
          one.end === null ? "rotate-45" : "rounded-full",
          isProposed && "border border-dashed border-suggestion",
        )}
        style={isProposed ? {} : { backgroundColor: colour }}
      />
      <span
        className={cn("min-w-0 flex-1 truncate", isProposed && "text-suggestion", isHidden && "line-through")}
      >
        {name}
      </span>
      {isHidden ? (
        <TriangleAlert aria-label="covered by another label" className="size-3.5 shrink-0 text-attention" />
      ) : null}
      {one.note === "" ? null : <StickyNote aria-label="has a note" className="size-3 shrink-0 text-ink-3" />}
      <span className="figures shrink-0 text-ink-3">
        {formatSeconds(one.start)}
        {one.end === null ? "" : ` +${(one.end - one.start).toFixed(2)}`}
      </span>
    </button>
  );
}

function SegmentNote({ one }: { one: Annotation }) {
  const session = useLabels();
  const [text, setText] = useState<string | null>(null);
  if (!session.canEdit) return one.note === "" ? null : <p className="px-1 text-xs text-ink-2">{one.note}</p>;
  const write = (): void => {
    if (text !== null && text !== one.note)
      attempt(session, (editing) => changeAnnotation(editing, one.id, { note: text }));
    setText(null);
  };
  return (
    <Input
      aria-label="Note of this label"
      placeholder="Note of this label"
      className="mt-1 h-7 text-xs"
      maxLength={1_000}
      value={text ?? one.note}
      onChange={(event) => setText(event.target.value)}
      onBlur={write}
      onKeyDown={(event) => {
        if (event.key === "Enter" || event.key === "Escape") event.currentTarget.blur();
      }}
    />
  );
}
