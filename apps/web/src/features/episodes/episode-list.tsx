"use client";
import { useState } from "react";
import { useCan } from "../frame/workspace-context.tsx";
import { PickDialog } from "../datasets/pick-dialog.tsx";
import { usePickOnList } from "../datasets/use-pick-on-list.ts";
import { AssignDialog, type ToAssign } from "../review/assign-dialog.tsx";
import { EpisodeRows } from "./episode-rows.tsx";
import { FilterBar } from "./filter-bar.tsx";
import { MomentsList } from "../search/moments-list.tsx";
import { RESULTS_ID, ResultsBar } from "../search/results-bar.tsx";
import { PreviewPanel } from "./preview-panel.tsx";
import { SelectionBar } from "./selection-bar.tsx";
import { TagDialog } from "./tag-dialog.tsx";
import { useBulkChange } from "./use-bulk-change.ts";
import { useFindSimilar } from "../similar/use-find-similar.ts";
import { useEpisodeList } from "./use-episode-list.ts";
import { useListKeys } from "./use-list-keys.ts";

/** Keys that act on rows do nothing while moments are shown. */
const nothing = (): void => undefined;
const NO_ROWS = { toggle: nothing, extend: nothing, selectMatching: nothing, preview: nothing };

/** The Episodes screen: filters above, rows in the middle, a preview beside them and what to do with chosen ones below. */
export function EpisodeList() {
  const state = useEpisodeList();
  const { workspace, list, pages, selection, cursor, current, layout } = state;
  const { ask } = list;
  const facts = pages.isStale ? null : pages.facts;
  // What finds nothing at all finds no moments either: the list says why, and what to do.
  const isNothing = facts !== null && facts.total === 0 && facts.moments.length === 0;
  const showsMoments =
    ask?.kind === "query" && list.params.show === "moments" && pages.error === null && !isNothing;
  const { edit: canEdit, administer: canAssign } = useCan();
  const [isPreviewing, setPreviewing] = useState(false);
  const [tagging, setTagging] = useState<"addTag" | "removeTag" | null>(null);
  const [assigning, setAssigning] = useState<ToAssign | null>(null);
  /** The chosen episodes; without a choice, all that match. */
  const assign = (): void => {
    const { size } = selection.chosen;
    const total = pages.total ?? 0;
    if (size > 0) setAssigning({ episodes: { sessionIds: [...selection.chosen.keys()] }, count: size });
    // Results are no filter that could be told: they are chosen first, for all to see.
    else if (ask !== null) selection.selectMatching();
    else if (total > 0) setAssigning({ episodes: { filter: list.filter }, count: total });
  };
  const findSimilar = useFindSimilar(workspace.slug, selection.chosen, current);
  const picking = usePickOnList(workspace.slug, selection.chosen, list.params.dataset, selection.clear);
  const bulk = useBulkChange(workspace.slug, {
    onRows: selection.refresh,
    onUndoPressed: () => {
      // When the focus leaves the notices they give it back to what had it before, so they must have let it go first.
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
      state.handle.current?.focus();
    },
  });
  const change: Parameters<typeof useListKeys>[0]["change"] = (what) =>
    void bulk.change(what, [...selection.chosen.values()]);

  useListKeys({
    layout: layout ?? { kind: "table", perLine: 1, linePx: 0, headPx: 0 },
    move: cursor.move,
    open: state.open,
    toggle: () => {
      if (cursor.cursor !== -1) state.toggle(cursor.cursor, false);
    },
    extend: (by) => {
      const index = by === 0 ? cursor.cursor : cursor.move(by);
      if (index !== -1) selection.extendTo(index);
    },
    selectMatching: selection.selectMatching,
    preview: () => {
      if (cursor.cursor === -1) cursor.move(0);
      setPreviewing((before) => !before);
    },
    escape: () => {
      if (selection.chosen.size > 0 || selection.fetching !== null) selection.clear();
      else setPreviewing(false);
    },
    switchView: () => list.set({ view: list.params.view === "grid" ? "table" : "grid" }),
    undo: bulk.undoLast,
    change,
    tag: setTagging,
    pick: picking.start,
    assign: canAssign ? assign : null,
    similar: findSimilar,
    hasSelection: selection.chosen.size > 0,
    canEdit,
    ...(showsMoments ? NO_ROWS : {}),
  });

  return (
    <div className="flex h-full flex-col">
      <h1 className="sr-only">Episodes</h1>
      <FilterBar
        workspace={workspace.slug}
        list={list}
        order={state.order}
        total={pages.isStale ? null : pages.total}
        hasHeads={layout?.kind === "table" || showsMoments}
      />
      {ask === null ? null : (
        <ResultsBar list={list} ask={ask} facts={facts} listed={pages.isStale ? null : pages.total} />
      )}
      <div id={RESULTS_ID} className="relative flex min-h-0 flex-1">
        {showsMoments ? (
          <MomentsList workspace={workspace.slug} listQuery={state.listQuery} facts={facts} />
        ) : null}
        <EpisodeRows state={state} isHidden={showsMoments} />
        {isPreviewing && !showsMoments ? (
          <PreviewPanel
            workspace={workspace.slug}
            row={current}
            work={current === undefined ? undefined : state.work.get(current.sessionId)}
            href={current === undefined ? "" : state.hrefOf(current)}
            onClose={() => setPreviewing(false)}
          />
        ) : null}
        <SelectionBar
          selection={selection}
          total={pages.total ?? 0}
          isBusy={bulk.isBusy}
          canEdit={canEdit}
          onChange={change}
          onTag={setTagging}
          onPick={picking.start}
          onTakeOut={picking.takeOut}
          onAssign={canAssign ? assign : null}
          onSimilar={findSimilar}
        />
      </div>
      <TagDialog
        kind={tagging}
        workspace={workspace.slug}
        chosen={selection.chosen}
        onClose={() => setTagging(null)}
        onChange={change}
      />
      <PickDialog workspace={workspace.slug} what={picking.what} onClose={picking.close} />
      <AssignDialog workspace={workspace.slug} what={assigning} onClose={() => setAssigning(null)} />
    </div>
  );
}
