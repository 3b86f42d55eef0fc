import { matchBoundaries, type BoundaryScore } from "./boundaries.ts";
import { cohensKappa } from "./kappa.ts";
import { matchSegments } from "./match-segments.ts";
import { labelFrames, UNLABELLED, type LabelledSpan } from "./spans.ts";

export interface CompareOptions {
  fps: number;
  durationS: number;
  /** Boundaries this near count as one. */
  toleranceS: number;
}

export interface ClassAgreement {
  label: string;
  /** Frames the one and the other gave this label. */
  frames: [number, number];
  /** Frames both gave it over frames either gave it. */
  iou: number;
  /** Kappa of "this label or not". */
  kappa: number | null;
}

/** How far two people agree on one lane of one episode. */
export interface Agreement {
  frames: number;
  /** Share of frames with the same label, unlabelled ones included. */
  accuracy: number | null;
  kappa: number | null;
  boundary: BoundaryScore;
  /** Segmental F1 at an intersection over union of 0.5. */
  segmentF1: number | null;
  classes: ClassAgreement[];
}

const SEGMENT_IOU_MIN = 0.5;

/** Compares what two people made of one lane; symmetric but for the order of the pairs in it. */
export function compareLanes(
  a: readonly LabelledSpan[],
  b: readonly LabelledSpan[],
  { fps, durationS, toleranceS }: CompareOptions,
): Agreement {
  const frames = Math.max(0, Math.round(durationS * fps));
  const [mine, theirs] = [labelFrames(a, frames, fps), labelFrames(b, frames, fps)];
  const equal = mine.reduce((sum, label, k) => sum + (label === theirs[k] ? 1 : 0), 0);
  return {
    frames,
    accuracy: frames === 0 ? null : equal / frames,
    kappa: cohensKappa(mine, theirs),
    boundary: matchBoundaries(a, b, toleranceS),
    segmentF1: matchSegments(a, b, SEGMENT_IOU_MIN),
    classes: labelsOf(mine, theirs).map((label) => compareClass(label, mine, theirs)),
  };
}

function labelsOf(...sides: readonly string[][]): string[] {
  return [...new Set(sides.flat())].filter((label) => label !== UNLABELLED).sort();
}

function compareClass(label: string, mine: readonly string[], theirs: readonly string[]): ClassAgreement {
  const [a, b] = [mine.map((one) => one === label), theirs.map((one) => one === label)];
  const count = (side: readonly boolean[]): number => side.filter(Boolean).length;
  const both = count(a.map((one, k) => one && b[k] === true));
  const frames: [number, number] = [count(a), count(b)];
  return {
    label,
    frames,
    iou: both / (frames[0] + frames[1] - both),
    kappa: cohensKappa(a.map(String), b.map(String)),
  };
}
