import { annotationOf, byTime, type Annotation } from "./annotations.ts";
import type { EpisodeDocument } from "./open-document.ts";
import { finite } from "./read-value.ts";

export type Segment = Annotation & { end: number };

/**
 * The accepted segments of a lane that reach into `[from, to]`, by time. Every drag asks: of the others no more is read than what rules them out.
 */
export function segmentsIn(document: EpisodeDocument, lane: string, from: number, to: number): Segment[] {
  const found: Segment[] = [];
  for (const [id, map] of document.annotations) {
    if (map.get("lane") !== lane) continue;
    const start = finite(map.get("start"));
    const end = finite(map.get("end"));
    if (start === null || end === null || start > to || end < from) continue;
    const one = annotationOf(document, id);
    if (one !== null && one.end !== null && one.state === "accepted") found.push({ ...one, end: one.end });
  }
  return found.sort(byTime);
}
