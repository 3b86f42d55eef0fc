import { UMAP } from "umap-js";
import { seededRandom } from "../neighbours/seeded-random.ts";
import type { Neighbours, Projector } from "../types.ts";
import { principalStart } from "./principal-start.ts";
import { warmStart } from "./warm-start.ts";

const EPOCHS = 500;
/** Fewer rows than this have no neighbourhoods to speak of, and the library fails on them. */
const ROWS_MIN = 5;

/** The library, given our neighbours and our start. */
export const umapJsProjector: Projector = {
  name: "umap-js",
  project({ vectors, neighbours, seed, start, onProgress }) {
    const { rows, dims, data } = vectors;
    const warm = warmStart(start, neighbours, seed);
    const from = warm?.layout ?? principalStart(vectors, seed);
    if (rows < ROWS_MIN) return from;
    // The library wants fewer neighbours than rows, itself among them.
    const width = Math.min(neighbours.k, rows - 2);
    const lists = withItself(neighbours, rows, width);
    const umap = new UMAP({
      nNeighbors: width + 1,
      random: seededRandom(seed),
      nEpochs: warm?.epochs ?? EPOCHS,
      learningRate: warm?.learningRate ?? 1,
    });
    umap.setPrecomputedKNN(lists.index, lists.distance);
    const epochs = umap.initializeFit(
      Array.from({ length: rows }, (_, row) => Array.from(data.subarray(row * dims, (row + 1) * dims))),
    );
    // It hands out the points that it will move, so this is where they begin: its own start is random.
    const points = umap.getEmbedding();
    for (const [row, point] of points.entries()) {
      point[0] = from[2 * row]!;
      point[1] = from[2 * row + 1]!;
    }
    for (let epoch = 0; epoch < epochs; epoch++) {
      umap.step();
      onProgress?.((epoch + 1) / epochs);
    }
    return Float32Array.from(umap.getEmbedding().flat());
  },
};

/** The library's lists begin with the row itself; a missing neighbour is the row again, far away. */
function withItself(
  { k, index, distance }: Neighbours,
  rows: number,
  width: number,
): { index: number[][]; distance: number[][] } {
  const lists = { index: [] as number[][], distance: [] as number[][] };
  for (let row = 0; row < rows; row++) {
    const found = index.subarray(row * k, row * k + width);
    const far = distance.subarray(row * k, row * k + width);
    const last = far.findLast((value) => Number.isFinite(value)) ?? 0;
    lists.index.push([row, ...Array.from(found, (other) => (other < 0 ? row : other))]);
    lists.distance.push([0, ...Array.from(far, (value) => (Number.isFinite(value) ? value : last))]);
  }
  return lists;
}
