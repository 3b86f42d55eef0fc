import * as Y from "yjs";
import { openDocument, type EpisodeDocument } from "../document/open-document.ts";
import type { StoredUpdate } from "./room-store.ts";

/** A document as it was after the last of these updates. */
export function asOf(updates: readonly StoredUpdate[]): EpisodeDocument {
  const document = openDocument(new Y.Doc());
  for (const { data } of updates) Y.applyUpdate(document.doc, data);
  return document;
}

/**
 * Makes the labels of `document` those of `past` again: annotations, tags, outcome, rating and notes, as a change like any other. What was said in
 * comments since stays said.
 */
export function restoreLabels(document: EpisodeDocument, past: EpisodeDocument): void {
  document.doc.transact(() => {
    restoreAnnotations(document.annotations, past.annotations);
    restoreValues(document.tags, past.tags);
    restoreValues(document.fields, past.fields);
  });
}

function restoreAnnotations(now: EpisodeDocument["annotations"], past: EpisodeDocument["annotations"]): void {
  for (const id of now.keys()) if (!past.has(id)) now.delete(id);
  for (const [id, was] of past) {
    const is = now.get(id);
    if (is === undefined) now.set(id, new Y.Map(Object.entries(was.toJSON())));
    else restoreValues(is, was);
  }
}

function restoreValues<T>(now: Y.Map<T>, past: Y.Map<T>): void {
  for (const key of now.keys()) if (!past.has(key)) now.delete(key);
  for (const [key, value] of past)
    if (JSON.stringify(now.get(key)) !== JSON.stringify(value)) now.set(key, value);
}
