import type * as Y from "yjs";

/** The maps of one episode's shared document. Everything is keyed by ids and nothing is an array: two people never compete for a place in a list. */
export interface EpisodeDocument {
  doc: Y.Doc;
  /** id → {lane, label, start, end, author, at, origin, state, note} */
  annotations: Y.Map<Y.Map<unknown>>;
  /** id → {t, annotationId, resolved, by, at, messages: id → {by, at, text, editedAt, reactions: "<emoji> <user>" → 1}} */
  threads: Y.Map<Y.Map<unknown>>;
  /** tag → {by, at} */
  tags: Y.Map<{ by: string; at: number }>;
  /** outcome, rating, notes */
  fields: Y.Map<unknown>;
}

export function openDocument(doc: Y.Doc): EpisodeDocument {
  return {
    doc,
    annotations: doc.getMap("annotations"),
    threads: doc.getMap("threads"),
    tags: doc.getMap("tags"),
    fields: doc.getMap("fields"),
  };
}
