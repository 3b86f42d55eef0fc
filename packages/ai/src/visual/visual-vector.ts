import { STILL_DIMS } from "./still-descriptor.ts";

/** How it begins, how it ends, how it is on the whole, and how much of it changes. */
const BLOCKS = 4;
/** From still to still little changes, and it is what the robot did. */
const CHANGE_WEIGHT = 4;
export const VISUAL_DIMS = BLOCKS * STILL_DIMS;

/**
 * An episode's pictures in {@link VISUAL_DIMS} numbers, from stills at equal times (8 of them; any number does); Euclidean distance
 * compares any two. All zero without a still.
 */
export function visualVector(stills: readonly Float32Array[]): Float32Array {
  const vector = new Float32Array(VISUAL_DIMS);
  const [first, last] = [stills[0], stills.at(-1)];
  if (first === undefined || last === undefined) return vector;
  const mean = new Float32Array(STILL_DIMS);
  const change = new Float32Array(STILL_DIMS);
  for (const [n, still] of stills.entries())
    for (let d = 0; d < STILL_DIMS; d++) {
      mean[d]! += still[d]! / stills.length;
      const before = stills[n - 1];
      if (before !== undefined)
        change[d]! += (CHANGE_WEIGHT * Math.abs(still[d]! - before[d]!)) / (stills.length - 1);
    }
  for (const [block, part] of [first, last, mean, change].entries()) vector.set(part, block * STILL_DIMS);
  return vector;
}
