import { intersectionOverUnion, type LabelledSpan } from "./spans.ts";

/**
 * F1 of segments of the same label whose intersection over union reaches `iouMin`, each matched once, best pairs first
 * (the segmental F1 of Lea et al. 2017, "Temporal Convolutional Networks for Action Segmentation and Detection").
 * @returns null when neither has any segment
 */
export function matchSegments(
  a: readonly LabelledSpan[],
  b: readonly LabelledSpan[],
  iouMin: number,
): number | null {
  if (a.length + b.length === 0) return null;
  const pairs: { i: number; j: number; iou: number }[] = [];
  for (const [i, mine] of a.entries()) {
    for (const [j, theirs] of b.entries()) {
      const iou = mine.label === theirs.label ? intersectionOverUnion(mine, theirs) : 0;
      if (iou >= iouMin) pairs.push({ i, j, iou });
    }
  }
  pairs.sort((one, other) => other.iou - one.iou || one.i - other.i || one.j - other.j);
  const [usedA, usedB] = [new Set<number>(), new Set<number>()];
  for (const { i, j } of pairs) {
    if (usedA.has(i) || usedB.has(j)) continue;
    usedA.add(i);
    usedB.add(j);
  }
  return (2 * usedA.size) / (a.length + b.length);
}
