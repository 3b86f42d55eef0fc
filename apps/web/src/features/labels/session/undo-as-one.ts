import type { UndoManager } from "yjs";

/** Longer than anybody holds a mouse button. */
const FOREVER_MS = 1e9;

/** From now until the answer is called, all of one's changes are one step of undo. */
export function undoAsOne(undo: UndoManager): () => void {
  undo.stopCapturing();
  undo.captureTimeout = FOREVER_MS;
  return () => {
    undo.captureTimeout = 0;
    undo.stopCapturing();
  };
}
