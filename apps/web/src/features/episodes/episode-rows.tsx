"use client";
import { useState, type ComponentType } from "react";
import { errorWords } from "../../trpc/errors.ts";
import { cn } from "../../ui/cn.ts";
import { ErrorState } from "../../ui/error-state.tsx";
import { EpisodeCard } from "./episode-card.tsx";
import type { ListItemProps } from "./list-item.ts";
import type { ListLayout } from "./list-layout.ts";
import { ListSkeleton } from "./list-states.tsx";
import { NothingListed } from "./nothing-listed.tsx";
import { PosterTile } from "./poster-tile.tsx";
import { scrollMemory } from "./scroll-memory.ts";
import { TableHead } from "./table-head.tsx";
import { TableRow } from "./table-row.tsx";
import type { EpisodeListState } from "./use-episode-list.ts";
import { VirtualEpisodes } from "./virtual-episodes.tsx";

const ITEMS: Record<ListLayout["kind"], ComponentType<ListItemProps>> = {
  table: TableRow,
  cards: EpisodeCard,
  grid: PosterTile,
};

/** The scrolling part of the list, in whichever of its states and looks. */
export function EpisodeRows({ state, isHidden }: { state: EpisodeListState; isHidden: boolean }) {
  const { scroller, listQuery, list } = state;
  const memoryKey = `${state.workspace.slug}?${listQuery}#${list.params.view}`;
  return (
    <div
      ref={scroller}
      onScroll={(event) => scrollMemory.set(memoryKey, event.currentTarget.scrollTop)}
      className={cn("@container min-w-0 flex-1 overflow-x-hidden overflow-y-auto", isHidden && "hidden")}
    >
      <RowsContent state={state} memoryKey={memoryKey} />
    </div>
  );
}

function RowsContent({ state, memoryKey }: { state: EpisodeListState; memoryKey: string }) {
  const { pages, work, selection, cursor, layout, order } = state;
  const [now] = useState(() => Date.now());
  if (layout === null) return null;
  if (pages.error !== null && (pages.total === null || pages.isStale)) {
    return (
      <ErrorState
        title="The episodes could not be loaded"
        message={errorWords(pages.error)}
        onRetry={pages.retry}
      />
    );
  }
  if (pages.total === null) return <ListSkeleton layout={layout} />;
  if (pages.total === 0 && !pages.isStale) return <NothingListed state={state} layout={layout} />;
  const Item = ITEMS[layout.kind];
  const isAll = selection.chosen.size > 0 && selection.chosen.size >= pages.total;
  return (
    <VirtualEpisodes
      scroller={state.scroller}
      handle={state.handle}
      layout={layout}
      count={pages.total}
      current={cursor.cursor}
      isStale={pages.isStale}
      startAtPx={scrollMemory.get(memoryKey)}
      onRange={state.setRange}
      onFocus={() => {
        if (cursor.cursor === -1) cursor.move(0);
      }}
      head={
        layout.kind === "table" ? (
          <TableHead
            {...order}
            allSelected={isAll || (selection.chosen.size > 0 && "indeterminate")}
            onToggleAll={selection.chosen.size > 0 ? selection.clear : selection.selectMatching}
          />
        ) : null
      }
      renderItem={(index) => {
        const row = pages.row(index);
        return (
          <Item
            key={index}
            row={row}
            hit={pages.hit(index) ?? null}
            work={row === undefined ? undefined : work.get(row.sessionId)}
            words={pages.facts?.rest ?? ""}
            index={index}
            href={row === undefined ? "" : state.hrefOf(row)}
            isSelected={row !== undefined && selection.chosen.has(row.sessionId)}
            isCurrent={cursor.cursor === index}
            onPress={state.press}
            onToggle={state.toggle}
            now={now}
          />
        );
      }}
    />
  );
}
