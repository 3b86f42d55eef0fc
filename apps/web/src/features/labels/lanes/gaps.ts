import type { Stretch } from "@retake/collab/suggest";
import type { VisibleAnnotation } from "@retake/collab/document";

/** Shorter holes are rounding, not work left to do. */
const GAP_MIN_S = 2e-3;

/** What nobody has labelled of an exclusive lane. */
export function gapsIn(visible: readonly VisibleAnnotation[], durationS: number): Stretch[] {
  const gaps: Stretch[] = [];
  let at = 0;
  for (const { start, end } of visible) {
    if (end === null) continue;
    if (start - at > GAP_MIN_S) gaps.push({ from: at, to: start });
    at = Math.max(at, end);
  }
  if (durationS - at > GAP_MIN_S) gaps.push({ from: at, to: durationS });
  return gaps;
}
