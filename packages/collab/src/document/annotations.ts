import type * as Y from "yjs";
import type { EpisodeDocument } from "./open-document.ts";
import { finite, oneOf, text } from "./read-value.ts";

export const ORIGINS = ["human", "rule", "model"] as const;
export const STATES = ["proposed", "accepted", "rejected"] as const;

/** A segment, or an instant when it has no end. */
export interface Annotation {
  id: string;
  lane: string;
  label: string;
  /** Seconds from the episode's start. */
  start: number;
  end: number | null;
  author: string;
  /** When it was made, milliseconds since 1970. */
  at: number;
  origin: (typeof ORIGINS)[number];
  state: (typeof STATES)[number];
  note: string;
}

/** All that is whole, by time. What a faulty client left incomplete, or turned round, is not among them. */
export function annotationsOf({ annotations }: EpisodeDocument): Annotation[] {
  const found: Annotation[] = [];
  for (const [id, map] of annotations) {
    const annotation = readAnnotation(id, map);
    if (annotation !== null) found.push(annotation);
  }
  return found.sort(byTime);
}

export function annotationOf({ annotations }: EpisodeDocument, id: string): Annotation | null {
  const map = annotations.get(id);
  return map === undefined ? null : readAnnotation(id, map);
}

/** By start, then by age, then by id: the same on every replica. */
export function byTime(a: Annotation, b: Annotation): number {
  return a.start - b.start || a.at - b.at || (a.id < b.id ? -1 : 1);
}

function readAnnotation(id: string, map: Y.Map<unknown>): Annotation | null {
  const lane = text(map.get("lane"));
  const label = text(map.get("label"));
  const start = finite(map.get("start"));
  const end = finite(map.get("end"));
  const author = text(map.get("author"));
  if (lane === null || label === null || start === null || author === null) return null;
  if (end !== null && end <= start) return null;
  return {
    id,
    lane,
    label,
    start,
    end,
    author,
    at: finite(map.get("at")) ?? 0,
    origin: oneOf(ORIGINS, map.get("origin")) ?? "human",
    state: oneOf(STATES, map.get("state")) ?? "accepted",
    note: text(map.get("note")) ?? "",
  };
}
