"use client";
import { useRef, useState } from "react";
import { errorWords } from "../../trpc/errors.ts";
import { ErrorState } from "../../ui/error-state.tsx";
import { PickDialog } from "../datasets/pick-dialog.tsx";
import { SelectionBar } from "../episodes/selection-bar.tsx";
import { TagDialog } from "../episodes/tag-dialog.tsx";
import { useCan } from "../frame/workspace-context.tsx";
import { AssignDialog } from "../review/assign-dialog.tsx";
import { RouteError } from "../replay/data/fetch-binary.ts";
import { canDraw } from "./canvas/can-draw.ts";
import type { CanvasHandle } from "./canvas/points-canvas.tsx";
import { MapGround } from "./map-ground.tsx";
import { MapSkeleton, NoPoints } from "./parts/map-states.tsx";
import { MapToolbar } from "./parts/map-toolbar.tsx";
import { MapSide } from "./side/map-side.tsx";
import { useMapScreen } from "./state/use-map-screen.ts";
import { useMapActions } from "./use-map-actions.ts";
import { useMapKeys } from "./use-map-keys.ts";

/** The Map: every episode a point, those most alike next to each other; what is chosen here is chosen on the list. */
export function MapScreen() {
  const screen = useMapScreen();
  const canvas = useRef<CanvasHandle>(null);
  const { edit: canEdit, administer } = useCan();
  const actions = useMapActions(screen, canvas);
  const [hasGraphics, setGraphics] = useState(canDraw);
  useMapKeys({ screen, openPage: actions.openPage, pick: canEdit ? actions.pick : null });
  const { map, data, workspace } = screen;

  return (
    <div className="flex h-full flex-col">
      <h1 className="sr-only">Map</h1>
      <MapToolbar screen={screen} onSavePicture={actions.savePicture} onSaveTable={actions.saveTable} />
      {data.error !== null ? (
        <ErrorState
          title="The map could not be loaded"
          message={data.error instanceof RouteError ? data.error.message : errorWords(data.error)}
          onRetry={data.retry}
        />
      ) : map === undefined || data.state === null ? (
        <MapSkeleton />
      ) : map.count === 0 ? (
        <div className="min-h-0 flex-1">
          <NoPoints
            workspace={workspace.slug}
            kind={screen.params.kind}
            state={data.state}
            canAdminister={administer}
          />
        </div>
      ) : (
        <div className="relative flex min-h-0 flex-1 max-md:flex-col">
          <MapGround
            screen={screen}
            map={map}
            canvas={canvas}
            hasGraphics={hasGraphics}
            onFail={() => setGraphics(false)}
          >
            <SelectionBar
              selection={actions.bar}
              total={actions.bar.chosen.size}
              isBusy={actions.isBusy}
              canEdit={canEdit}
              onChange={actions.change}
              onTag={actions.tag}
              onPick={actions.pick}
              onAssign={administer ? actions.assign : null}
              onSimilar={actions.findSimilar}
            />
          </MapGround>
          <MapSide
            screen={screen}
            map={map}
            hrefOf={actions.hrefOf}
            onPick={canEdit ? actions.openAsDataset : null}
            onSaveTable={actions.saveTable}
          />
        </div>
      )}
      <TagDialog
        kind={actions.tagging}
        workspace={workspace.slug}
        chosen={actions.bar.chosen}
        onClose={actions.closeTags}
        onChange={actions.change}
      />
      <PickDialog workspace={workspace.slug} what={actions.picking} onClose={actions.closePick} />
      <AssignDialog workspace={workspace.slug} what={actions.assigning} onClose={actions.closeAssign} />
    </div>
  );
}
