"use client";
import { useRouter } from "next/navigation";
import { useMemo, useState, type RefObject } from "react";
import { toast } from "../../ui/toast.tsx";
import type { ToPick } from "../datasets/pick-dialog.tsx";
import type { BulkChange } from "../episodes/bulk-change.ts";
import type { SelectionState } from "../episodes/use-selection.ts";
import { useBulkChange } from "../episodes/use-bulk-change.ts";
import { SHOWN_MAX, usePublishSelection } from "../presence/use-selections.ts";
import type { ToAssign } from "../review/assign-dialog.tsx";
import type { CanvasHandle } from "./canvas/points-canvas.tsx";
import { drawPicture } from "./draw-picture.ts";
import { mapCsv } from "./model/map-csv.ts";
import { saveFile } from "../../ui/save-file.ts";
import { useChosenRows } from "./state/use-chosen-rows.ts";
import type { MapScreenState } from "./state/use-map-screen.ts";

/** Episodes that others may be asked to be like, by an address. */
const SIMILAR_TO_MAX = 50;

/** What can be done with the map and with what is chosen on it. */
export function useMapActions(screen: MapScreenState, canvas: RefObject<CanvasHandle | null>) {
  const { workspace, map, selection } = screen;
  const router = useRouter();
  const [tagging, setTagging] = useState<"addTag" | "removeTag" | null>(null);
  const [picking, setPicking] = useState<ToPick | null>(null);
  const [assigning, setAssigning] = useState<ToAssign | null>(null);
  const chosen = useChosenRows(map, selection.points);
  usePublishSelection(useMemo(() => [...chosen.keys()].slice(0, SHOWN_MAX), [chosen]));
  const bulk = useBulkChange(workspace.slug, {
    // The map is told by the server what has changed.
    onRows: () => undefined,
    onUndoPressed: () => undefined,
  });
  const root = `/w/${encodeURIComponent(workspace.slug)}`;

  /** All of them, where one bulk change goes to the first ten thousand. */
  const pick = (isOpened: boolean) => (): void =>
    setPicking({ sessionIds: Array.from(selection.points, (i) => map?.sessionIds[i] ?? ""), isOpened });
  const savePicture = async (): Promise<void> => {
    const points = canvas.current?.picture() ?? null;
    const picture = points === null ? null : await drawPicture(screen, points);
    if (picture === null) toast.error("The map could not be drawn as a picture");
    else saveFile(picture, `${workspace.slug}-map-${screen.params.kind}.png`);
  };
  /** The selection as the list's bar wants it: there are no rows here that a range could go over. */
  const bar: SelectionState = {
    chosen,
    fetching: null,
    toggle: selection.toggle,
    extendTo: () => undefined,
    selectMatching: () => selection.choose(screen.listed),
    clear: selection.clear,
    refresh: () => undefined,
  };
  return {
    bar,
    isBusy: bulk.isBusy,
    tagging,
    assigning,
    picking,
    change: (what: BulkChange): void => void bulk.change(what, [...chosen.values()]),
    tag: setTagging,
    pick: pick(false),
    openAsDataset: pick(true),
    closePick: (): void => setPicking(null),
    closeTags: (): void => setTagging(null),
    findSimilar: (): void => {
      const like = [...chosen.keys()].slice(0, SIMILAR_TO_MAX).join(",");
      router.push(`${root}/episodes?${new URLSearchParams({ like, by: screen.params.kind }).toString()}`);
    },
    assign: (): void => setAssigning({ episodes: { sessionIds: [...chosen.keys()] }, count: chosen.size }),
    closeAssign: (): void => setAssigning(null),
    hrefOf: (sessionId: string): string => `${root}/e/${encodeURIComponent(sessionId)}`,
    openPage: (): void => {
      const sessionId = map?.sessionIds[screen.current !== -1 ? screen.current : screen.opened];
      if (sessionId !== undefined) router.push(`${root}/e/${encodeURIComponent(sessionId)}`);
    },
    savePicture: (): void => void savePicture(),
    saveTable: (): void => {
      if (map === undefined) return;
      const points = selection.points.length > 0 ? selection.points : screen.listed;
      saveFile(
        new Blob([mapCsv(map, points)], { type: "text/csv" }),
        `${workspace.slug}-map-${map.kind}.csv`,
      );
    },
  };
}

export type MapActions = ReturnType<typeof useMapActions>;
