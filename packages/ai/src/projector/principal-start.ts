import { seededRandom } from "../neighbours/seeded-random.ts";
import { principalAxes } from "../motion/principal-axes.ts";
import type { Matrix } from "../types.ts";

/** Rows that the axes are fitted to. */
const ROWS_MAX = 4000;
/** Half the width that the start gets, as wide as UMAP's own. */
const HALF_WIDTH = 10;
/** Keeps duplicates from starting in one place. */
const JITTER = 1e-3;

/** Rows on their two widest axes, scaled to ±10. */
export function principalStart({ rows, dims, data }: Matrix, seed: number): Float32Array {
  const random = seededRandom(seed);
  const step = Math.max(1, Math.ceil(rows / ROWS_MAX));
  const sample: Float32Array[] = [];
  for (let row = 0; row < rows; row += step) sample.push(data.subarray(row * dims, (row + 1) * dims));
  const { centre, axes } = principalAxes(sample, 2, seed);
  const layout = new Float32Array(rows * 2);
  let widest = 0;
  for (let row = 0; row < rows; row++)
    for (const [c, axis] of axes.entries()) {
      let sum = 0;
      for (let d = 0; d < dims; d++) sum += (data[row * dims + d]! - centre[d]!) * axis[d]!;
      layout[2 * row + c] = sum;
      widest = Math.max(widest, Math.abs(sum));
    }
  const scale = widest > 0 ? HALF_WIDTH / widest : 0;
  for (let i = 0; i < layout.length; i++) layout[i] = layout[i]! * scale + (random() - 0.5) * JITTER;
  return layout;
}
