"use client";
import { useKeys } from "../keys/keys-provider.tsx";
import type { BulkChange } from "./bulk-change.ts";
import type { ListLayout } from "./list-layout.ts";

interface ListKeys {
  layout: ListLayout;
  move: (by: number) => void;
  open: () => void;
  toggle: () => void;
  extend: (by: number) => void;
  selectMatching: () => void;
  preview: () => void;
  escape: () => void;
  switchView: () => void;
  undo: () => void;
  change: (change: BulkChange) => void;
  tag: (kind: "addTag" | "removeTag") => void;
  pick: () => void;
  /** Null for people who may not assign. */
  assign: (() => void) | null;
  similar: () => void;
  hasSelection: boolean;
  canEdit: boolean;
}

/** The list's keys, as the help shows them. */
export function useListKeys(keys: ListKeys): void {
  const line = keys.layout.perLine;
  const isGrid = keys.layout.kind === "grid";
  const cannotChange = !keys.hasSelection || !keys.canEdit;
  useKeys("Episode list", [
    { keys: ["j"], does: "Next episode", run: () => keys.move(1) },
    { keys: ["k"], does: "Previous episode", run: () => keys.move(-1) },
    { keys: ["ArrowDown"], does: isGrid ? "Down a line" : "Down", run: () => keys.move(line) },
    { keys: ["ArrowUp"], does: isGrid ? "Up a line" : "Up", run: () => keys.move(-line) },
    ...(isGrid
      ? [
          { keys: ["ArrowRight"], does: "Right", run: () => keys.move(1) },
          { keys: ["ArrowLeft"], does: "Left", run: () => keys.move(-1) },
        ]
      : []),
    { keys: ["Enter"], does: "Open", run: keys.open },
    { keys: [" "], does: "Preview beside the list", run: keys.preview },
    { keys: ["v"], does: "Table or posters", run: keys.switchView },
  ]);
  useKeys("Selection", [
    { keys: ["x"], does: "Select or not", run: keys.toggle },
    { keys: ["shift+x"], does: "Select up to here", run: () => keys.extend(0) },
    { keys: ["shift+ArrowDown"], does: "Select one more below", run: () => keys.extend(line) },
    { keys: ["shift+ArrowUp"], does: "Select one more above", run: () => keys.extend(-line) },
    { keys: ["mod+a"], does: "Select all that match", run: keys.selectMatching },
    { keys: ["w"], does: "Find episodes like the selected ones", run: keys.similar },
    { keys: ["Escape"], does: "Clear the selection, close the preview", run: keys.escape },
    ...(keys.canEdit
      ? [
          {
            keys: ["s"],
            does: "Outcome success",
            run: () => keys.change({ kind: "outcome", outcome: "success" }),
            disabled: cannotChange,
          },
          {
            keys: ["f"],
            does: "Outcome failure",
            run: () => keys.change({ kind: "outcome", outcome: "failure" }),
            disabled: cannotChange,
          },
          { keys: ["t"], does: "Add a tag", run: () => keys.tag("addTag"), disabled: cannotChange },
          {
            keys: ["shift+t"],
            does: "Remove a tag",
            run: () => keys.tag("removeTag"),
            disabled: cannotChange,
          },
          { keys: ["d"], does: "Add to a dataset", run: keys.pick, disabled: cannotChange },
          { keys: ["mod+z"], does: "Undo the last change", run: keys.undo },
        ]
      : []),
    ...(keys.assign === null
      ? []
      : [{ keys: ["shift+a"], does: "Assign the selection, or all that match", run: keys.assign }]),
  ]);
}
