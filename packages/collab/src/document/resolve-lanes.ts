import type { LabelSchema, Lane } from "../label-schema/label-schema.ts";
import { byTime, type Annotation } from "./annotations.ts";

/** An annotation as everybody sees it. */
export interface VisibleAnnotation extends Annotation {
  /** Its span is shorter than stored, because another one of its exclusive lane began first. */
  clipped: boolean;
}

export interface ResolvedLane {
  lane: Lane;
  visible: VisibleAnnotation[];
  /** Nothing is left of these: another covers them, or they lie outside the episode. People are asked to sort them out; nothing is deleted. */
  hidden: Annotation[];
  /** Suggestions that nobody has accepted or rejected: they lie over the lane and never displace anything. */
  proposed: Annotation[];
}

/**
 * What each lane shows, the same on every replica whatever order changes arrived in. Operations keep exclusive lanes free of overlaps; two people
 * who label the same stretch at once make one all the same. Then, in the order of {@link byTime}, the segment that begins first keeps its span
 * (the older one of two that begin together), the other begins where it ends, and is hidden if nothing is left.
 */
export function resolveLanes(
  schema: LabelSchema,
  annotations: readonly Annotation[],
  durationS: number,
): ResolvedLane[] {
  return lanesOf(schema, annotations).map((lane) => {
    const mine = annotations.filter((one) => one.lane === lane.id && one.state !== "rejected").sort(byTime);
    const accepted = mine.filter((one) => one.state === "accepted");
    return {
      lane,
      ...spans(lane, accepted, durationS),
      proposed: mine.filter((one) => one.state === "proposed"),
    };
  });
}

/** A lane that the schema no longer has still shows what was labelled in it. */
function lanesOf(schema: LabelSchema, annotations: readonly Annotation[]): Lane[] {
  const known = new Set(schema.lanes.map((lane) => lane.id));
  const gone = new Set(annotations.map((one) => one.lane).filter((id) => !known.has(id)));
  return [...schema.lanes, ...[...gone].sort().map(laneAsWas)];
}

export function laneAsWas(id: string): Lane {
  return { id, name: id, kind: "segments", exclusive: false, gapFree: false };
}

function spans(
  lane: Lane,
  accepted: readonly Annotation[],
  durationS: number,
): Pick<ResolvedLane, "visible" | "hidden"> {
  const visible: VisibleAnnotation[] = [];
  const hidden: Annotation[] = [];
  let taken = 0;
  for (const one of accepted) {
    const shown = placeInLane(lane, one, taken, durationS);
    if (shown === null) hidden.push(one);
    else visible.push(shown);
    taken = Math.max(taken, shown?.end ?? 0);
  }
  return { visible, hidden };
}

/**
 * What is seen of one annotation.
 * @param taken up to where those before it take an exclusive lane, seconds
 * @returns null when nothing is left
 */
export function placeInLane(
  lane: Lane,
  one: Annotation,
  taken: number,
  durationS: number,
): VisibleAnnotation | null {
  const start = Math.max(one.start, lane.exclusive ? taken : 0, 0);
  const end = one.end === null ? null : Math.min(one.end, durationS);
  if (end === null ? start !== one.start || start > durationS : end <= start) return null;
  return { ...one, start, end, clipped: start !== one.start || end !== one.end };
}
