"use client";
import { useKeys } from "../keys/keys-provider.tsx";
import type { MapScreenState } from "./state/use-map-screen.ts";

const PAN_PX = 64;
const ZOOM_STEP = 0.5;

interface MapKeys {
  screen: MapScreenState;
  openPage: () => void;
  /** Null for those who may not. */
  pick: (() => void) | null;
}

/** The map's keys, as the help shows them: J and K go through the list, the arrows move the map or, in the list, go through it. */
export function useMapKeys({ screen, openPage, pick }: MapKeys): void {
  const { view, listed, current, map, selection, tool } = screen;
  const move = (by: number): void => {
    if (listed.length === 0) return;
    const at = listed.indexOf(current);
    const point = listed[at === -1 ? 0 : Math.min(listed.length - 1, Math.max(0, at + by))] ?? -1;
    screen.setCurrent(point);
    screen.setHovered(-1);
    view.reveal(map?.x[point] ?? 0, map?.y[point] ?? 0);
    if (screen.opened !== -1) screen.open(point);
  };
  const arrow = (by: number, dx: number, dy: number) => (): void => {
    if (by !== 0 && document.activeElement?.getAttribute("role") === "grid") move(by);
    else view.pan(dx, dy);
  };
  useKeys("Map", [
    { keys: ["j"], does: "Next episode", run: () => move(1) },
    { keys: ["k"], does: "Previous episode", run: () => move(-1) },
    { keys: ["ArrowUp"], does: "Up; in the list, previous", run: arrow(-1, 0, -PAN_PX) },
    { keys: ["ArrowDown"], does: "Down; in the list, next", run: arrow(1, 0, PAN_PX) },
    { keys: ["ArrowLeft"], does: "Left", run: arrow(0, -PAN_PX, 0) },
    { keys: ["ArrowRight"], does: "Right", run: arrow(0, PAN_PX, 0) },
    { keys: ["+", "="], does: "Nearer", run: () => view.zoom(ZOOM_STEP) },
    { keys: ["-"], does: "Further away", run: () => view.zoom(-ZOOM_STEP) },
    { keys: ["0"], does: "Show all", run: view.showAll },
    {
      keys: ["Enter"],
      does: "Open the episode",
      run: openPage,
      disabled: current === -1 && screen.opened === -1,
    },
    {
      keys: [" "],
      does: "Open beside the map",
      run: () => (screen.opened === current ? screen.close() : screen.open(current)),
    },
  ]);
  useKeys("Selection on the map", [
    { keys: ["l"], does: "Draw a lasso", run: () => screen.setTool(tool === "lasso" ? "move" : "lasso") },
    {
      keys: ["b"],
      does: "Draw a box (or Shift and drag)",
      run: () => screen.setTool(tool === "box" ? "move" : "box"),
    },
    { keys: ["x"], does: "Select or not", run: () => selection.toggle(current), disabled: current === -1 },
    { keys: ["mod+a"], does: "Select all that is shown", run: () => selection.choose(listed) },
    ...(pick === null
      ? []
      : [{ keys: ["d"], does: "Add to a dataset", run: pick, disabled: selection.points.length === 0 }]),
    {
      keys: ["Escape"],
      does: "Leave the tool, close the episode, clear the selection",
      run: () => {
        if (tool !== "move") screen.setTool("move");
        else if (screen.opened !== -1) screen.close();
        else selection.clear();
      },
    },
  ]);
}
