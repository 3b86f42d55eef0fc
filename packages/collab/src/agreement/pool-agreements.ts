import type { BoundaryScore } from "./boundaries.ts";
import type { Agreement, ClassAgreement } from "./compare-lanes.ts";

/** One episode's agreement, and how many segments each of the two made there. */
export interface EpisodeScore {
  agreement: Agreement;
  segments: [number, number];
}

/**
 * How far two people agree over many episodes: what comparing all their frames, boundaries and segments at once gives, each episode's for itself.
 * Long episodes weigh more than short ones. All counts that it needs follow from the scores, so nothing has to be compared again.
 */
export function poolAgreements(scores: readonly EpisodeScore[]): Agreement {
  const all = scores.map(({ agreement }) => agreement);
  const frames = sum(all.map((one) => one.frames));
  const equal = sum(all.map((one) => Math.round((one.accuracy ?? 0) * one.frames)));
  const classes = poolClasses(all, frames);
  return {
    frames,
    accuracy: frames === 0 ? null : equal / frames,
    kappa: frames === 0 ? null : kappaOf(equal / frames, expectedOf(classes, frames)),
    boundary: poolBoundaries(all.map((one) => one.boundary)),
    segmentF1: poolSegments(scores),
    classes,
  };
}

function kappaOf(observed: number, expected: number): number | null {
  return expected >= 1 ? null : (observed - expected) / (1 - expected);
}

/** Chance agreement; frames that have no label are a label of their own. */
function expectedOf(classes: readonly ClassAgreement[], frames: number): number {
  const unlabelled = (side: 0 | 1): number => frames - sum(classes.map((one) => one.frames[side]));
  const shares = classes.map(({ frames: [a, b] }) => (a / frames) * (b / frames));
  return sum(shares) + (unlabelled(0) / frames) * (unlabelled(1) / frames);
}

function poolClasses(all: readonly Agreement[], frames: number): ClassAgreement[] {
  const totals = new Map<string, { a: number; b: number; both: number }>();
  for (const { label, frames: counts, iou } of all.flatMap(({ classes }) => classes)) {
    const total = totals.get(label) ?? { a: 0, b: 0, both: 0 };
    total.a += counts[0];
    total.b += counts[1];
    // iou = both / (a + b - both)
    total.both += Math.round((iou * (counts[0] + counts[1])) / (1 + iou));
    totals.set(label, total);
  }
  return [...totals]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([label, { a, b, both }]) => {
      const observed = (frames - a - b + 2 * both) / frames;
      const expected = (a / frames) * (b / frames) + ((frames - a) / frames) * ((frames - b) / frames);
      return { label, frames: [a, b], iou: both / (a + b - both), kappa: kappaOf(observed, expected) };
    });
}

function poolBoundaries(all: readonly BoundaryScore[]): BoundaryScore {
  const matched = sum(all.map((one) => one.matched));
  const counts: [number, number] = [
    sum(all.map((one) => one.counts[0])),
    sum(all.map((one) => one.counts[1])),
  ];
  const offsets = sum(all.map((one) => (one.meanOffsetS ?? 0) * one.matched));
  return {
    matched,
    counts,
    f1: counts[0] + counts[1] === 0 ? null : (2 * matched) / (counts[0] + counts[1]),
    meanOffsetS: matched === 0 ? null : offsets / matched,
  };
}

function poolSegments(scores: readonly EpisodeScore[]): number | null {
  const total = sum(scores.map(({ segments: [a, b] }) => a + b));
  const matched = scores.map(({ agreement: { segmentF1 }, segments: [a, b] }) =>
    Math.round(((segmentF1 ?? 0) * (a + b)) / 2),
  );
  return total === 0 ? null : (2 * sum(matched)) / total;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
