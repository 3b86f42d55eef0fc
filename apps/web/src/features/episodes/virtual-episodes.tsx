"use client";
import { useVirtualizer } from "@tanstack/react-virtual";
import {
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  type ReactNode,
  type Ref,
  type RefObject,
} from "react";
import { cn } from "../../ui/cn.ts";
import type { ListLayout } from "./list-layout.ts";
import { itemId } from "./list-item.ts";
import type { RowRange } from "./page-window.ts";

export interface VirtualHandle {
  /** Brings an item into sight, as little as needed. */
  reveal: (index: number) => void;
  /** Gives the list the keyboard's focus without scrolling. */
  focus: () => void;
}

interface VirtualEpisodesProps {
  scroller: RefObject<HTMLDivElement | null>;
  handle: Ref<VirtualHandle>;
  layout: ListLayout;
  count: number;
  current: number;
  isStale: boolean;
  /** Pixels scrolled when this list was last left. */
  startAtPx: number;
  onRange: (range: RowRange) => void;
  /** The list got the keyboard's focus: its current row is what shows it. */
  onFocus: () => void;
  head: ReactNode;
  renderItem: (index: number) => ReactNode;
}

/** Only the lines in sight are in the page, however long the list is. */
export function VirtualEpisodes(props: VirtualEpisodesProps) {
  const { scroller, handle, layout, count, current, isStale, startAtPx, onRange, onFocus, head, renderItem } =
    props;
  const host = useRef<HTMLDivElement>(null);
  const lines = Math.ceil(count / layout.perLine);
  const virtualizer = useVirtualizer({
    count: lines,
    getScrollElement: () => scroller.current,
    estimateSize: () => layout.linePx,
    overscan: layout.kind === "grid" ? 2 : 8,
    scrollMargin: layout.headPx,
    scrollPaddingStart: layout.headPx,
  });
  useLayoutEffect(() => virtualizer.measure(), [virtualizer, layout]);
  useLayoutEffect(() => {
    if (startAtPx > 0 && scroller.current !== null) scroller.current.scrollTop = startAtPx;
    // Once, when the list first has its height.
    // oxlint-disable-next-line react/exhaustive-deps
  }, []);

  const items = virtualizer.getVirtualItems();
  const first = (items[0]?.index ?? 0) * layout.perLine;
  const last = ((items.at(-1)?.index ?? 0) + 1) * layout.perLine - 1;
  useEffect(() => onRange({ first, last }), [first, last, onRange]);
  useImperativeHandle(
    handle,
    () => ({
      reveal: (index) => virtualizer.scrollToIndex(Math.floor(index / layout.perLine)),
      focus: () => host.current?.focus({ preventScroll: true }),
    }),
    [virtualizer, layout.perLine],
  );

  const isTable = layout.kind === "table";
  return (
    <div
      ref={host}
      role={isTable ? "grid" : "list"}
      aria-label="Episodes"
      aria-busy={isStale}
      tabIndex={0}
      onFocus={(event) => {
        if (event.target === event.currentTarget) onFocus();
      }}
      {...(isTable ? { "aria-rowcount": count + 1, "aria-multiselectable": true } : {})}
      {...(isTable && current >= first && current <= last
        ? { "aria-activedescendant": itemId(current) }
        : {})}
      className={cn("outline-none transition-opacity duration-100", isStale && "opacity-60")}
    >
      {head}
      <div
        role={isTable ? "rowgroup" : "presentation"}
        className="relative"
        style={{ height: virtualizer.getTotalSize() }}
      >
        {items.map((line) => (
          <div
            key={line.key}
            role="presentation"
            className={cn("absolute inset-x-0 top-0 grid", layout.kind === "grid" && "px-2")}
            style={{
              height: layout.linePx,
              transform: `translateY(${line.start - layout.headPx}px)`,
              gridTemplateColumns: `repeat(${layout.perLine}, minmax(0, 1fr))`,
              gridTemplateRows: `${layout.linePx}px`,
            }}
          >
            {Array.from({ length: Math.min(layout.perLine, count - line.index * layout.perLine) }, (_, i) =>
              renderItem(line.index * layout.perLine + i),
            )}
          </div>
        ))}
      </div>
    </div>
  );
}
