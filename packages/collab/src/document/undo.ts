import * as Y from "yjs";
import type { EpisodeDocument } from "./open-document.ts";

/** Origin of a person's own changes: what undo takes back, and nothing of anybody else's. */
export const LOCAL = Symbol("local");

/**
 * Undo and redo of one person. `ignoreRemoteMapChanges`: a value that a teammate has set since is left alone; the filter: so is an entry of one's own
 * that a teammate has changed since, which undoing its creation would delete under them.
 */
export function createUndo({ doc, annotations, threads, tags, fields }: EpisodeDocument): Y.UndoManager {
  return new Y.UndoManager([annotations, threads, tags, fields], {
    trackedOrigins: new Set([LOCAL]),
    captureTimeout: 0,
    ignoreRemoteMapChanges: true,
    deleteFilter: (item) => !isChangedByOthers(entryOf(item), doc.clientID),
  });
}

/** The entry that an item began: itself, or the one whose first values it is among. Values that came later, and those of a root, are nobody's beginning. */
function entryOf({ content, parent, left }: Y.Item): Y.AbstractType<unknown> | null {
  if (content instanceof Y.ContentType) return content.type;
  return left === null && parent instanceof Y.AbstractType && parent._item !== null ? parent : null;
}

function isChangedByOthers(type: Y.AbstractType<unknown> | null, client: number): boolean {
  if (type === null) return false;
  for (const item of type._map.values()) {
    if (item.id.client !== client) return true;
    if (item.content instanceof Y.ContentType && isChangedByOthers(item.content.type, client)) return true;
  }
  return false;
}
