"use client";
import type { EpisodeRow } from "@retake/trpc/schemas";
import { useRouter, useSearchParams } from "next/navigation";
import { useMemo, useRef, useState, type MouseEvent } from "react";
import { useEvent } from "../../ui/use-event.ts";
import { useWorkspace } from "../frame/workspace-context.tsx";
import { episodeHref, listQueryOf } from "./episode-links.ts";
import { layoutOf } from "./list-layout.ts";
import type { EpisodeSource } from "./load-page.ts";
import type { RowRange } from "./page-window.ts";
import { useCursor } from "./use-cursor.ts";
import { useElementWidth } from "./use-element-width.ts";
import { useEpisodePages } from "./use-episode-pages.ts";
import { useListOrder } from "./use-list-order.ts";
import { useListParams } from "./use-list-params.ts";
import { useSelection } from "./use-selection.ts";
import { useThrottled } from "./use-throttled.ts";
import { useWorkOnRows } from "./use-work-on-rows.ts";
import type { VirtualHandle } from "./virtual-episodes.tsx";

const RANGE_INTERVAL_MS = 100;

/** Everything the episode list knows: its address, rows, cursor, selection and layout. */
export function useEpisodeList() {
  const { workspace } = useWorkspace();
  const router = useRouter();
  const search = useSearchParams();
  const list = useListParams();
  const scroller = useRef<HTMLDivElement>(null);
  const handle = useRef<VirtualHandle>(null);
  const width = useElementWidth(scroller);
  const layout = useMemo(
    () => (width === null ? null : layoutOf(width, list.params.view, list.ask !== null)),
    [width, list.params.view, list.ask],
  );

  const [range, setRange] = useState<RowRange>({ first: 0, last: 0 });
  const source = useMemo<EpisodeSource>(
    () => ({ workspace: workspace.slug, filter: list.filter, sort: list.params.sort, ask: list.ask }),
    [workspace.slug, list.filter, list.params.sort, list.ask],
  );
  const pages = useEpisodePages(source, useThrottled(range, RANGE_INTERVAL_MS));
  const work = useWorkOnRows(workspace.slug, pages.inSight);
  const order = useListOrder(list, pages.facts);
  const selection = useSelection(source, pages);
  const listQuery = listQueryOf(search);
  const cursor = useCursor(JSON.stringify(source), pages.total ?? 0, (index) =>
    handle.current?.reveal(index),
  );
  const current = cursor.cursor === -1 ? undefined : pages.row(cursor.cursor);
  const hrefOf = (row: EpisodeRow): string => episodeHref(workspace.slug, row.sessionId, listQuery);

  const toggle = useEvent((index: number, isRange: boolean): void => {
    const row = pages.row(index);
    cursor.setCursor(index);
    if (isRange) selection.extendTo(index);
    else if (row !== undefined) selection.toggle(index, row);
  });
  const press = useEvent((event: MouseEvent, index: number): void => {
    const row = pages.row(index);
    cursor.setCursor(index);
    if (event.shiftKey || event.metaKey || event.ctrlKey) toggle(index, event.shiftKey);
    else if (row !== undefined) router.push(hrefOf(row));
  });
  return {
    workspace,
    list,
    pages,
    work,
    selection,
    cursor,
    current,
    layout,
    order,
    listQuery,
    scroller,
    handle,
    setRange,
    toggle,
    press,
    hrefOf,
    open: (): void => {
      if (current !== undefined) router.push(hrefOf(current));
    },
  };
}

export type EpisodeListState = ReturnType<typeof useEpisodeList>;
