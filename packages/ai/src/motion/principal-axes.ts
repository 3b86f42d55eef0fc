import { seededRandom } from "../neighbours/seeded-random.ts";

const ROUNDS = 30;

export interface PrincipalAxes {
  centre: Float64Array;
  /** Of length 1, widest first; fewer than asked where the rows do not span more. */
  axes: Float64Array[];
}

/** The directions in which the rows vary most, by subspace iteration: `rows × dims × count` per round, no covariance matrix. */
export function principalAxes(rows: readonly ArrayLike<number>[], count: number, seed = 1): PrincipalAxes {
  const dims = rows[0]?.length ?? 0;
  const centre = new Float64Array(dims);
  for (const row of rows) for (let d = 0; d < dims; d++) centre[d]! += row[d]! / rows.length;
  const random = seededRandom(seed);
  let axes = orthonormal(
    Array.from({ length: Math.min(count, dims, Math.max(0, rows.length - 1)) }, () =>
      Float64Array.from({ length: dims }, () => random() - 0.5),
    ),
  );
  for (let round = 0; round < ROUNDS && axes.length > 0; round++) {
    const next = axes.map(() => new Float64Array(dims));
    for (const row of rows)
      for (const [c, axis] of axes.entries()) {
        const along = project(row, centre, axis);
        const sum = next[c]!;
        for (let d = 0; d < dims; d++) sum[d]! += along * (row[d]! - centre[d]!);
      }
    axes = orthonormal(next);
  }
  return { centre, axes };
}

/** How far a row lies from the centre along an axis. */
export function project(row: ArrayLike<number>, centre: ArrayLike<number>, axis: ArrayLike<number>): number {
  let sum = 0;
  for (let d = 0; d < axis.length; d++) sum += (row[d]! - centre[d]!) * axis[d]!;
  return sum;
}

/** Gram-Schmidt; what lies within the others, or is nothing, is dropped. */
function orthonormal(vectors: Float64Array[]): Float64Array[] {
  const kept: Float64Array[] = [];
  for (const vector of vectors) {
    const before = norm(vector);
    for (const axis of kept) {
      let along = 0;
      for (let d = 0; d < vector.length; d++) along += vector[d]! * axis[d]!;
      for (let d = 0; d < vector.length; d++) vector[d]! -= along * axis[d]!;
    }
    const length = norm(vector);
    if (!(length > 1e-9 * before) || !(length > 1e-150)) continue;
    for (let d = 0; d < vector.length; d++) vector[d]! /= length;
    kept.push(vector);
  }
  return kept;
}

function norm(vector: Float64Array): number {
  return Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
}
